import type L from "leaflet";
import type { Point } from "../../shared/geo.ts";
import { distanceMeters } from "../../shared/geo.ts";
import type { RouteLine } from "../../shared/maps/route-line.ts";
import { toLatLng } from "./lat-lng.ts";
import { pathBetween, pointAt } from "./route-geometry.ts";

const SHORTEST_MS = 250;
const LONGEST_MS = 5_000;
const FIRST_MS = 1_000;
/** Further than any vehicle goes between two reports: the position was corrected, not driven. */
const JUMP_METERS = 400;

type Motion = {
  marker: L.Marker;
  to: Point;
  /** From where it was to where it goes. */
  path: RouteLine;
  startMs: number;
  durationMs: number;
  reportedMs: number;
};

const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Moves markers evenly from one report to the next, for as long as the reports are apart (0.25 to 5 s), in one animation
 * loop for all. Jumps instead when motion is unwelcome, the page is hidden or the distance is no drive.
 */
export class Glide {
  private readonly motions = new Map<string, Motion>();
  /** Those on their way now: at rest nothing is looked at. */
  private readonly moving = new Set<string>();
  private frame = 0;
  private isPaused = false;

  constructor(private readonly onMove: (id: string) => void) {}

  /** Starts towards `to`, along `route` where that passes both; a marker not seen before is put there. */
  moveTo(id: string, marker: L.Marker, to: Point, canGlide: boolean, route?: RouteLine): void {
    const known = this.motions.get(id);
    if (known && known.to.latitude === to.latitude && known.to.longitude === to.longitude) return;
    const now = performance.now();
    const { lat: latitude, lng: longitude } = marker.getLatLng();
    const from = { latitude, longitude };
    const sinceLast = known ? now - known.reportedMs : FIRST_MS;
    const durationMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, sinceLast));
    const jumps =
      !known || !canGlide || document.hidden || prefersStillness() || distanceMeters(from, to) > JUMP_METERS;
    const path = pathBetween(jumps ? undefined : route, from, to);
    const motion = { marker, to, path, startMs: now, durationMs, reportedMs: now };
    this.motions.set(id, motion);
    if (jumps) {
      this.moving.delete(id);
      this.place(id, motion, to);
    } else {
      this.moving.add(id);
      this.schedule();
    }
  }

  forget(id: string): void {
    this.motions.delete(id);
    this.moving.delete(id);
  }

  /** While Leaflet animates a zoom it moves the markers itself. */
  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (!isPaused) this.schedule();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.motions.clear();
    this.moving.clear();
  }

  private schedule(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.step);
  }

  private step = (now: number): void => {
    this.frame = 0;
    if (this.isPaused) return;
    for (const id of this.moving) {
      const motion = this.motions.get(id);
      if (!motion) continue;
      const share = Math.min(1, Math.max(0, (now - motion.startMs) / motion.durationMs));
      this.place(id, motion, pointAt(motion.path, share) ?? motion.to);
      if (share === 1) this.moving.delete(id);
    }
    if (this.moving.size > 0) this.schedule();
  };

  private place(id: string, { marker }: Motion, point: Point): void {
    marker.setLatLng(toLatLng(point));
    this.onMove(id);
  }
}
