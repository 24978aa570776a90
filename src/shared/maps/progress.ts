import type { Point } from "../geo.ts";
import { nearestOn, type RouteLine } from "./route-line.ts";

/** A believed fix; accuracy in metres (68 % radius), null when the phone did not say. */
export type Fix = { point: Point; accuracyMeters: number | null };

/** How far somebody is on his way, in metres, and how many fixes in a row have spoken against `isOff`. */
export type Progress = { meters: number; isOff: boolean; strikes: number };

export const AT_THE_START: Progress = { meters: 0, isOff: false, strikes: 0 };

/** What is assumed of a phone that tells no accuracy, as where positions are judged. */
export const UNTOLD_ACCURACY_METERS = 20;
/** Beside the line by more than this he is off it: the width of a large street and of the map's error. */
const OFF_METERS = 60;
/** Off it, by less than this he is on it again. */
const ON_METERS = 35;
/** So many fixes in a row: one alone is a reflection between two houses. */
const STRIKES = 3;
/** A fix so far behind the last one is jitter; farther behind, somebody has turned round and is off his way. */
const BACK_METERS = 75;

/** The progress after one more fix. On one line it never shrinks; who is off it, or goes back, keeps what he had. */
export function advance(line: RouteLine, before: Progress, { point, accuracyMeters }: Fix): Progress {
  const { meters, asideMeters } = nearestOn(line, point, before.meters - BACK_METERS);
  const vague = accuracyMeters ?? UNTOLD_ACCURACY_METERS;
  const isOff = asideMeters > (before.isOff ? ON_METERS : OFF_METERS) + vague;
  const strikes = isOff === before.isOff ? 0 : before.strikes + 1;
  const hasFlipped = strikes === STRIKES;
  const isOn = !isOff && (!before.isOff || hasFlipped);
  return {
    meters: isOn ? Math.max(before.meters, meters) : before.meters,
    isOff: hasFlipped ? isOff : before.isOff,
    strikes: hasFlipped ? 0 : strikes,
  };
}
