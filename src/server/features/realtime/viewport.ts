import type { Viewport } from "../../../shared/events.ts";
import { type BoundingBox, isInside } from "../../../shared/geo.ts";
import type { DriverId } from "../../../shared/ids.ts";
import type { LiveFrame } from "./latest.ts";

/** How far around what is on the screen drivers are told of, as a share of its size: they drive in before it is noticed. */
const MARGIN = 0.25;

/**
 * Leaves out of the frames who is elsewhere. Who leaves is told of once more, from outside, so that his marker goes out
 * of the picture instead of standing at its edge. What is about no place goes through.
 */
export function createViewport(viewport: Viewport): (frame: LiveFrame) => LiveFrame {
  const box = withMargin(viewport);
  const shown = new Set<DriverId>();
  return frame =>
    frame.filter(message => {
      if (message.type !== "driver_location") return true;
      const wasShown = shown.delete(message.driverId);
      if (!isInside(box, message)) return wasShown;
      shown.add(message.driverId);
      return true;
    });
}

function withMargin({ west, south, east, north }: Viewport): BoundingBox {
  const [width, height] = [(east - west) * MARGIN, (north - south) * MARGIN];
  return [west - width, south - height, east + width, north + height];
}
