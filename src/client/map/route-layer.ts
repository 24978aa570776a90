import L from "leaflet";
import type { RouteLine } from "../../shared/maps/route-line.ts";
import { toLatLng } from "./lat-lng.ts";
import { isChosen, type MapRoute } from "./map-model.ts";
import { splitAt } from "./route-geometry.ts";

type Lines = {
  casing: L.Polyline;
  done: L.Polyline;
  ahead: L.Polyline;
  /** Null until it is drawn. */
  line: RouteLine | null;
  doneShare: number;
};

/** Draws routes: a casing, the part ahead in brand colour, the part done faint. Colours come from the style sheet. */
export class RouteLayer {
  private readonly shown = new Map<string, Lines>();

  constructor(private readonly map: L.Map) {}

  update(routes: readonly MapRoute[], selectedId: string | null): void {
    const ids = new Set(routes.map(route => route.id));
    for (const [id, lines] of this.shown) if (!ids.has(id)) this.drop(id, lines);
    for (const route of routes) this.draw(route, selectedId);
  }

  remove(): void {
    for (const [id, lines] of this.shown) this.drop(id, lines);
  }

  private draw(route: MapRoute, selectedId: string | null): void {
    const lines = this.shown.get(route.id) ?? this.add(route.id);
    const doneShare = route.doneShare ?? 0;
    if (lines.line !== route.line || lines.doneShare !== doneShare) {
      const [done, ahead] = splitAt(route.line, doneShare);
      lines.casing.setLatLngs(route.line.points.map(toLatLng));
      lines.done.setLatLngs(doneShare > 0 ? done.map(toLatLng) : []);
      lines.ahead.setLatLngs(ahead.map(toLatLng));
      lines.line = route.line;
      lines.doneShare = doneShare;
    }
    const chosen = isChosen(route, selectedId);
    for (const line of [lines.casing, lines.done, lines.ahead]) {
      const path = line.getElement();
      path?.classList.toggle("is-faded", selectedId !== null && !chosen);
      path?.classList.toggle("is-approximate", route.isApproximate ?? false);
      if (chosen && path?.parentElement?.lastElementChild !== path) line.bringToFront();
    }
  }

  private add(id: string): Lines {
    const line = (className: string) =>
      L.polyline([], { className: `map-route ${className}`, interactive: false, smoothFactor: 0 }).addTo(
        this.map,
      );
    const lines = {
      casing: line("map-route-casing"),
      done: line("map-route-done"),
      ahead: line("map-route-ahead"),
      line: null,
      doneShare: 0,
    };
    this.shown.set(id, lines);
    return lines;
  }

  private drop(id: string, { casing, done, ahead }: Lines): void {
    for (const line of [casing, done, ahead]) line.remove();
    this.shown.delete(id);
  }
}
