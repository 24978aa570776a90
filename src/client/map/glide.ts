import type L from "leaflet";
import type { Point } from "../../shared/geo.ts";
import { distanceMeters } from "../../shared/geo.ts";

const SHORTEST_MS = 250;
const LONGEST_MS = 5_000;
const FIRST_MS = 1_000;
/** Further than any vehicle goes between two reports: the position was corrected, not driven. */
const JUMP_METERS = 400;

type Motion = { from: Point; to: Point; startMs: number; durationMs: number; reportedMs: number };

const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const between = (from: Point, to: Point, share: number): Point => ({
  latitude: from.latitude + (to.latitude - from.latitude) * share,
  longitude: from.longitude + (to.longitude - from.longitude) * share,
});

/**
 * Moves markers evenly from one report to the next, for as long as the reports are apart (0.25 to 5 s), in one animation
 * loop for all. Jumps instead when motion is unwelcome, the page is hidden or the distance is no drive.
 */
export class Glide {
  private readonly motions = new Map<L.Marker, Motion>();
  private frame = 0;
  private isPaused = false;

  constructor(private readonly onMove: (marker: L.Marker) => void) {}

  /** Starts towards `to`; a marker not seen before is put there. */
  moveTo(marker: L.Marker, to: Point, canGlide: boolean): void {
    const known = this.motions.get(marker);
    if (known && known.to.latitude === to.latitude && known.to.longitude === to.longitude) return;
    const now = performance.now();
    const { lat: latitude, lng: longitude } = marker.getLatLng();
    const from = { latitude, longitude };
    const sinceLast = known ? now - known.reportedMs : FIRST_MS;
    const durationMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, sinceLast));
    const jumps =
      !known || !canGlide || document.hidden || prefersStillness() || distanceMeters(from, to) > JUMP_METERS;
    this.motions.set(marker, { from, to, startMs: now, durationMs: jumps ? 0 : durationMs, reportedMs: now });
    if (jumps) this.place(marker, to);
    else this.schedule();
  }

  forget(marker: L.Marker): void {
    this.motions.delete(marker);
  }

  /** While Leaflet animates a zoom it moves the markers itself. */
  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (!isPaused) this.schedule();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.motions.clear();
  }

  private schedule(): void {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.step);
  }

  private step = (now: number): void => {
    this.frame = 0;
    if (this.isPaused) return;
    let isMoving = false;
    for (const [marker, motion] of this.motions) {
      if (motion.durationMs === 0) continue;
      const share = Math.min(1, Math.max(0, (now - motion.startMs) / motion.durationMs));
      this.place(marker, between(motion.from, motion.to, share));
      if (share === 1) motion.durationMs = 0;
      else isMoving = true;
    }
    if (isMoving) this.schedule();
  };

  private place(marker: L.Marker, { latitude, longitude }: Point): void {
    marker.setLatLng([latitude, longitude]);
    this.onMove(marker);
  }
}
