/** Seconds for turning by so many degrees, right positive, at a crossing of so many streets. */
export type TurnCost = (turn: { degrees: number; streetCount: number; isTurningRound: boolean }) => number;

const TURN_ROUND_SECONDS = 20;

/** A curve that rises from 0 to 1 and is at a half at `middle` degrees. */
const rising = (degrees: number, middle: number, steepness: number) =>
  1 / (1 + Math.exp(-steepness * (degrees - middle)));

/**
 * Slowing down for a bend, and waiting for a gap where the turn crosses oncoming traffic. Shape and size follow OSRM's
 * car profile, which was fitted to real driving: 7.5 s at most, 2 s more to the left. For traffic
 * that keeps to the right; where it keeps to the left, turn-graph-builder.ts mirrors the turns.
 */
export const motorTurn: TurnCost = ({ degrees, streetCount, isTurningRound }) => {
  if (streetCount <= 2 && !isTurningRound) return 0;
  const bias = 1.075;
  const size = Math.abs(degrees);
  const bend =
    degrees >= 0
      ? 7.5 * rising(size, 90 * bias ** 2, 13 / 180 / bias)
      : 7.5 * rising(size, 90 / bias ** 2, (13 / 180) * bias);
  if (isTurningRound) return bend + TURN_ROUND_SECONDS;
  return degrees < 0 ? bend + 2 * rising(size, 45, 13 / 180) : bend;
};

/** A bicycle slows down with the square of the angle, more to the left. Size follows OSRM's bicycle profile. */
export const bicycleTurn: TurnCost = ({ degrees, streetCount, isTurningRound }) => {
  if (streetCount <= 2 && !isTurningRound) return 0;
  const seconds = 6 * (degrees / 90) ** 2 * (degrees >= 0 ? 1 / 1.4 : 1.4);
  return isTurningRound ? seconds + TURN_ROUND_SECONDS : seconds;
};
