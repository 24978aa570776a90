import L from "leaflet";
import type { Point } from "../../shared/geo.ts";
import type { RouteLine } from "../../shared/maps/route-line.ts";
import { Glide } from "./glide.ts";
import { toLatLng } from "./lat-lng.ts";
import { isChosen } from "./map-model.ts";

export type Marked = { id: string; point: Point; label: string; belongsTo?: readonly string[] };

export type Look<Thing> = {
  build: (thing: Thing) => HTMLElement;
  paint: (sign: HTMLElement, thing: Thing) => void;
  anchor: (thing: Thing) => "middle" | "tip";
  canGlide: (thing: Thing) => boolean;
  /** Order among overlapping markers. */
  zIndex: number;
};

export type Routes = ReadonlyMap<string, RouteLine>;
const NO_ROUTES: Routes = new Map();

type Entry<Thing> = { thing: Thing; marker: L.Marker; sign: HTMLElement };

/** Square in which a finger finds a marker; the sign is drawn in its middle. */
const TARGET_PX = 44;
const FRONT = 10_000;

/** An icon whose place on the map is its middle, or the tip at the bottom of a drop. */
export function signIcon(sign: HTMLElement, anchor: "middle" | "tip"): L.DivIcon {
  return L.divIcon({
    html: sign,
    className: `map-marker is-anchored-${anchor}`,
    iconSize: [TARGET_PX, TARGET_PX],
    iconAnchor: [TARGET_PX / 2, anchor === "tip" ? TARGET_PX : TARGET_PX / 2],
  });
}

/**
 * The markers of one kind of things, matched by id: what stays keeps its element, so focus, motion and hover survive
 * every update.
 */
export class MarkerSet<Thing extends Marked> {
  private readonly entries = new Map<string, Entry<Thing>>();
  private readonly glide: Glide;

  constructor(
    private readonly map: L.Map,
    private readonly look: Look<Thing>,
    private readonly onSelect: (id: string) => void,
    onMove: (id: string) => void = () => {},
  ) {
    this.glide = new Glide(onMove);
  }

  /** `routes`: the ways that some of the things go along, by id. */
  update(things: readonly Thing[], selectedId: string | null, routes: Routes = NO_ROUTES): void {
    const ids = new Set(things.map(thing => thing.id));
    for (const [id, entry] of this.entries) if (!ids.has(id)) this.drop(id, entry);
    for (const thing of things) {
      const entry = this.entries.get(thing.id) ?? this.add(thing);
      entry.thing = thing;
      this.look.paint(entry.sign, thing);
      this.glide.moveTo(thing.id, entry.marker, thing.point, this.look.canGlide(thing), routes.get(thing.id));
      this.describe(entry, selectedId);
    }
  }

  /** Where the marker is drawn now, on its way. */
  shownAt(id: string): L.LatLng | null {
    return this.entries.get(id)?.marker.getLatLng() ?? null;
  }

  /** False when it has no marker of its own. */
  focus(id: string): boolean {
    const target = this.entries.get(id)?.marker.getElement();
    target?.focus();
    return target !== undefined;
  }

  pause(isPaused: boolean): void {
    this.glide.pause(isPaused);
  }

  remove(): void {
    this.glide.stop();
    for (const { marker } of this.entries.values()) marker.remove();
    this.entries.clear();
  }

  private add(thing: Thing): Entry<Thing> {
    const sign = this.look.build(thing);
    const icon = signIcon(sign, this.look.anchor(thing));
    const marker = L.marker(toLatLng(thing.point), { icon, bubblingMouseEvents: false });
    marker.on("click", () => this.onSelect(thing.id)).addTo(this.map);
    marker.getElement()?.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.onSelect(thing.id);
    });
    const entry = { thing, marker, sign };
    this.entries.set(thing.id, entry);
    return entry;
  }

  private drop(id: string, { marker }: Entry<Thing>): void {
    this.glide.forget(id);
    marker.remove();
    this.entries.delete(id);
  }

  private describe({ thing, marker }: Entry<Thing>, selectedId: string | null): void {
    const chosen = isChosen(thing, selectedId);
    const zIndex = this.look.zIndex + (chosen ? FRONT : 0);
    if (marker.options.zIndexOffset !== zIndex) marker.setZIndexOffset(zIndex);
    const target = marker.getElement();
    if (!target) return;
    target.classList.toggle("is-chosen", chosen);
    target.classList.toggle("is-faded", selectedId !== null && !chosen);
    if (target.getAttribute("aria-label") !== thing.label) {
      target.setAttribute("aria-label", thing.label);
      target.title = thing.label;
    }
    target.setAttribute("aria-pressed", String(chosen));
  }
}
