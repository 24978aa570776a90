import L from "leaflet";
import type { Point } from "../../shared/geo.ts";
import { toLatLng } from "./lat-lng.ts";
import type { MapPin } from "./map-model.ts";
import { signIcon } from "./marker-set.ts";
import { buildPin } from "./signs.ts";

/** Pixels that an arrow key moves the pin; with shift, ten times as far. */
const STEP_PX = 2;

const STEPS: Record<string, [x: number, y: number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** One marker that says where a place really is: dragged, put by a tap on the map, or moved with the arrow keys. */
export class PinLayer {
  private marker: L.Marker | null = null;
  private pin: MapPin | null = null;

  constructor(
    private readonly map: L.Map,
    private readonly bounds: L.LatLngBounds,
  ) {}

  get isActive(): boolean {
    return this.pin !== null;
  }

  update(pin: MapPin | undefined): void {
    this.pin = pin ?? null;
    if (!pin) {
      this.remove();
      return;
    }
    const position = L.latLng(toLatLng(pin.point));
    this.marker ??= this.add(position);
    // A pin in somebody's hand stays there, whatever arrives meanwhile.
    const isHeld = this.marker.getElement()?.classList.contains("is-held") ?? false;
    if (!isHeld && !this.marker.getLatLng().equals(position)) this.marker.setLatLng(position);
    this.marker
      .getElement()
      ?.setAttribute("aria-label", `${pin.label}. Drag it, or move it with the arrow keys.`);
  }

  /** A tap on the map is the way for those who cannot drag (WCAG 2.2, 2.5.7). */
  moveTo(position: L.LatLng): void {
    const inside = this.clamp(position);
    this.marker?.setLatLng(inside);
    this.pin?.onMove(toPoint(inside));
  }

  remove(): void {
    this.marker?.remove();
    this.marker = null;
  }

  private add(position: L.LatLng): L.Marker {
    const icon = signIcon(buildPin(), "tip");
    const marker = L.marker(position, { icon, draggable: true, autoPan: true, zIndexOffset: 20_000 }).addTo(
      this.map,
    );
    const target = marker.getElement();
    marker.on("dragstart", () => target?.classList.add("is-held"));
    marker.on("dragend", () => {
      target?.classList.remove("is-held");
      this.moveTo(marker.getLatLng());
    });
    target?.addEventListener("keydown", event => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const length = event.shiftKey ? STEP_PX * 10 : STEP_PX;
      const from = this.map.latLngToContainerPoint(marker.getLatLng());
      const to = this.map.containerPointToLatLng(from.add([step[0] * length, step[1] * length]));
      this.moveTo(to);
      this.map.panInside(marker.getLatLng(), { padding: [48, 48], animate: false });
    });
    return marker;
  }

  private clamp({ lat, lng }: L.LatLng): L.LatLng {
    const { bounds } = this;
    return L.latLng(
      Math.min(bounds.getNorth(), Math.max(bounds.getSouth(), lat)),
      Math.min(bounds.getEast(), Math.max(bounds.getWest(), lng)),
    );
  }
}

const toPoint = ({ lat, lng }: L.LatLng): Point => ({
  latitude: Number(lat.toFixed(6)),
  longitude: Number(lng.toFixed(6)),
});
