import { VehicleType } from "../../../../../../shared/drivers/driver.schema.ts";
import type { Landmarks } from "./landmarks.ts";

/**
 * Streets as flat arrays. An edge is a part of a way between two nodes at which something may happen; arc `2 * edge`
 * leads along its drawing and `2 * edge + 1` against it.
 */
export type StreetGraph = {
  /** Of each edge, its first vertex; one entry more than edges, so that an edge ends where the next begins. */
  firstVertex: Uint32Array;
  /** Of each vertex, in ten-millionths of a degree, as the extract has them. */
  latitudes: Int32Array;
  longitudes: Int32Array;
  /** Of each edge. */
  centimeters: Uint32Array;
  /** Of each edge: 1 where somebody may be, 0 in a tunnel or below the ground. */
  isOpenAir: Uint8Array;
  vehicles: Record<VehicleType, TurnGraph>;
};

/**
 * Where one kind of vehicle gets to from where. A state is "under way on this arc"; from each of them every other one
 * can be reached, for what lies on islands is left out. Times are in milliseconds; whole numbers, so that a sum does
 * not depend on the order in which it is made. Weights are what is made small: times, and more where a way is avoided.
 */
export type TurnGraph = {
  /** Of each state. The first `plainCount` have one state for each arc, ascending by arc. */
  arcs: Uint32Array;
  /** States from here on are as others of the same arc, but a turn restriction over several ways is not over yet. */
  plainCount: number;
  /** For the whole length of the arc. */
  timeMs: Uint32Array;
  weightMs: Uint32Array;
  /** Of each state, its first turn; one entry more than states. */
  firstTurn: Uint32Array;
  /** Of each turn: the state that it leads to, and what turning itself costs, waiting at its node included. */
  turnTo: Uint32Array;
  turnTimeMs: Uint32Array;
  turnWeightMs: Uint32Array;
  /** Weights from the end of one state's arc to the end of another's. */
  landmarks: Landmarks;
};

export const edgeOf = (arc: number): number => arc >>> 1;
export const isAgainst = (arc: number): boolean => (arc & 1) === 1;
export const opposite = (arc: number): number => arc ^ 1;

/** Ten-millionths of a degree: about a centimetre. */
export const DEGREES_PER_UNIT = 1e-7;

/** Makes something for each kind of vehicle, in the order in which they are listed everywhere. */
export const perVehicle = <Made>(make: (type: VehicleType) => Made): Record<VehicleType, Made> =>
  Object.fromEntries(VehicleType.options.map(type => [type, make(type)])) as Record<VehicleType, Made>;
