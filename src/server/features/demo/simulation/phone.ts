import { isTransient, type MedexClient } from "../../../../sdk/index.ts";
import type { LocationPoint, VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import { distanceMeters, type Point } from "../../../../shared/geo.ts";
import type { OrderId } from "../../../../shared/ids.ts";
import type { Chance } from "../chance.ts";
import { type Course, courseBetween, measured, placeOn } from "../course.ts";
import type { Pace } from "./pace.ts";

/** Seconds between two fixes on the way, and while standing. */
const MOVING_SECONDS = [2, 5] as const;
const STANDING_SECONDS = [9, 15] as const;
/** However fast time runs, a phone reports at most so often, in real seconds. */
const LEAST_REAL_SECONDS = 0.25;
/** A red light or a crossing, at so many of the fixes. */
const STOPS = 0.05;
const STOP_SECONDS = [5, 18] as const;
/** Who stands for that part of the time is faster in between: what is expected of a way has its stops in it. */
const FASTER_BETWEEN_STOPS = 1.16;
const OFF_STREETS_METERS_PER_SECOND = 3;
/** On so many ways there is no network for a while; what was recorded is sent late, in one batch. */
const SILENCES = 0.08;
const SILENCE_SECONDS = [20, 70] as const;
/** What one report may hold; a phone keeps the newest. */
const MAX_BUFFERED = 100;
/** Metres from the end of a way at which somebody has arrived. */
const ARRIVED_METERS = 2;

type Deps = { client: MedexClient; pace: Pace; chance: Chance; vehicleType: VehicleType; position: Point };

/** A phone in the pocket of a simulated driver: it moves with him and reports where he is. */
export function createPhone({ client, pace, chance, vehicleType, position }: Deps) {
  let here = position;
  let heading = chance.between(0, 360);
  let buffered: LocationPoint[] = [];
  let silentSince: Date | null = null;
  let silentSeconds = 0;

  const interval = ([from, to]: readonly [number, number]) =>
    Math.max(chance.between(from, to), LEAST_REAL_SECONDS * pace.speed);

  function hasNetwork(): boolean {
    if (silentSince && pace.secondsSince(silentSince) > silentSeconds) silentSince = null;
    return silentSince === null;
  }

  function loseNetworkSometimes(): void {
    if (!chance.happens(SILENCES)) return;
    silentSince = pace.now();
    silentSeconds = chance.between(...SILENCE_SECONDS);
  }

  /** What could not be sent stays in the phone and goes with the next report. */
  async function report(speedKmh: number, orderId: OrderId | undefined): Promise<void> {
    const fix = measured({ point: here, heading, speedKmh }, pace.now(), chance);
    buffered = [...buffered, orderId ? { ...fix, orderId } : fix].slice(-MAX_BUFFERED);
    if (!hasNetwork()) return;
    const points = buffered;
    buffered = [];
    try {
      await client.drivers.reportLocation.mutate({ points });
    } catch (error) {
      // What is refused now will be refused for ever, such as a fix beyond the edge of the area: let it go.
      if (!isTransient(error)) return;
      buffered = [...points, ...buffered].slice(-MAX_BUFFERED);
      throw error;
    }
  }

  /** Along streets; straight to a place that the maps do not serve, so that nobody is stuck there. */
  async function courseTo(to: Point): Promise<Course> {
    try {
      return await courseBetween(here, to, vehicleType, question => client.maps.route.query(question));
    } catch (error) {
      if (isTransient(error)) throw error;
      const lengthMeters = distanceMeters(here, to);
      return { points: [here, to], lengthMeters, seconds: lengthMeters / OFF_STREETS_METERS_PER_SECOND };
    }
  }

  return {
    position: () => here,

    /** Goes to a place; true on arrival, false when `signal` has called him back on the way. */
    async travel(to: Point, signal: AbortSignal, orderId?: OrderId): Promise<boolean> {
      const course = await courseTo(to);
      const averageKmh = (course.lengthMeters / course.seconds) * 3.6;
      const cruiseKmh = averageKmh * FASTER_BETWEEN_STOPS * chance.between(0.85, 1.15);
      loseNetworkSometimes();
      let meters = 0;
      while (meters < course.lengthMeters - ARRIVED_METERS) {
        const isStopped = chance.happens(STOPS);
        const seconds = isStopped ? chance.between(...STOP_SECONDS) : interval(MOVING_SECONDS);
        await pace.wait(seconds, signal);
        if (signal.aborted) return false;
        const speedKmh = isStopped ? 0 : cruiseKmh * chance.between(0.8, 1.2);
        meters = Math.min(course.lengthMeters, meters + (speedKmh / 3.6) * seconds);
        const place = placeOn(course, meters);
        here = place.point;
        heading = place.heading;
        await report(speedKmh, orderId);
      }
      return true;
    },

    /** Stands somewhere for so many seconds, or until `signal` aborts; reports now and then. */
    async stay(seconds: number, signal: AbortSignal, orderId?: OrderId): Promise<void> {
      let left = seconds;
      while (left > 0 && !signal.aborted) {
        await report(0, orderId);
        const pause = Math.min(left, interval(STANDING_SECONDS));
        await pace.wait(pause, signal);
        left -= pause;
      }
    },
  };
}
