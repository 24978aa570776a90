import L from "leaflet";
import { distanceMeters, type Point, pathLengthMeters } from "../../shared/geo.ts";
import { decodePolyline } from "../../shared/maps/polyline.ts";
import { isChosen, type MapRoute } from "./map-model.ts";

type Lines = {
  casing: L.Polyline;
  done: L.Polyline;
  ahead: L.Polyline;
  line: MapRoute["line"];
  doneShare: number;
};

const toLatLngs = (points: readonly Point[]): L.LatLngTuple[] =>
  points.map(({ latitude, longitude }) => [latitude, longitude]);

/** The points of a route; none when the polyline is damaged, for a broken line is worse than no line. */
export function pointsOf(line: MapRoute["line"]): readonly Point[] {
  if (typeof line !== "string") return line;
  try {
    return decodePolyline(line);
  } catch {
    return [];
  }
}

/** Cuts a line in two at a share (0 to 1) of its length; the cut point belongs to both parts. */
export function splitAt(points: readonly Point[], share: number): [Point[], Point[]] {
  const target = pathLengthMeters(points) * Math.min(1, Math.max(0, share));
  let walked = 0;
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1];
    const to = points[index];
    if (!from || !to) break;
    const step = distanceMeters(from, to);
    if (walked + step >= target) {
      const part = step === 0 ? 0 : (target - walked) / step;
      const cut = {
        latitude: from.latitude + (to.latitude - from.latitude) * part,
        longitude: from.longitude + (to.longitude - from.longitude) * part,
      };
      return [
        [...points.slice(0, index), cut],
        [cut, ...points.slice(index)],
      ];
    }
    walked += step;
  }
  return [[...points], []];
}

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
      const points = pointsOf(route.line);
      const [done, ahead] = splitAt(points, doneShare);
      lines.casing.setLatLngs(toLatLngs(points));
      lines.done.setLatLngs(doneShare > 0 ? toLatLngs(done) : []);
      lines.ahead.setLatLngs(toLatLngs(ahead));
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
      line: [],
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
