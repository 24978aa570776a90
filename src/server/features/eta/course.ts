import { distanceMeters, type Point } from "../../../shared/geo.ts";
import type { Fix } from "../../../shared/maps/progress.ts";
import { crossFence, type Fence } from "./geofence.ts";
import type { Way } from "./way.ts";

/** A believed fix, and its device time. */
export type Sighting = Fix & { at: Date };

/** What this process knows of a driver who reports to it. All of it can be found again from what is stored. */
export type Course = {
  readonly way: Way;
  /** The newest sighting by device time. */
  last(): Sighting | null;
  /** Takes a sighting in. It says nothing when it is older than the last one; by it he may have come to a stop, or left it. */
  see(sighting: Sighting, now: Date): "nothing" | "moved" | "crossed";
  /**
   * He is heading for this stop, and is known since `arrivedAt` to be at it, if he is. Answers since when he is there by
   * what was seen here besides; null when he is not.
   */
  headFor(stop: { key: string; point: Point }, arrivedAt: Date | null): Date | null;
};

export function createCourse(way: Way): Course {
  let last: Sighting | null = null;
  let stop: { key: string; point: Point } | null = null;
  let fence: Fence = { isInside: false, strikes: 0 };
  let arrivedAt: Date | null = null;
  /** He has come or gone by what was seen here, and nobody else can know it yet. */
  let isNews = false;

  const become = (next: Fence, since: Date | null) => {
    fence = next;
    arrivedAt = next.isInside ? since : null;
  };
  const cross = ({ point, accuracyMeters }: Fix, to: Point) =>
    crossFence(fence, distanceMeters(point, to), accuracyMeters);

  return {
    way,
    last: () => last,

    see(sighting, now) {
      if (last && sighting.at <= last.at) return "nothing";
      last = sighting;
      way.see(sighting);
      if (!stop) return "moved";
      const wasInside = fence.isInside;
      const next = cross(sighting, stop.point);
      become(next, wasInside ? arrivedAt : now);
      if (next.isInside === wasInside) return "moved";
      isNews = true;
      return "crossed";
    },

    headFor(next, since) {
      const isAnother = stop?.key !== next.key;
      const isOutOfDate = !isNews && fence.isInside !== (since !== null);
      if (isAnother || isOutOfDate) become({ isInside: since !== null, strikes: 0 }, since);
      stop = next;
      isNews = false;
      if (isAnother && last) fence = cross(last, next.point);
      return arrivedAt;
    },
  };
}
