import type { Asking, MapCallKind } from "../maps.port.ts";
import type { CircuitState } from "./circuit-breaker.ts";
import type { MapsFailureReason } from "./maps-failure.ts";

type Purpose = NonNullable<Asking["purpose"]>;

/** Counts what is asked of map services. */
export type MapMeter = {
  /** A call that was made, or that was not to be made. */
  called(kind: MapCallKind, outcome: "ok" | MapsFailureReason): void;
  /** What a call has cost. */
  billed(kind: MapCallKind, purpose: Purpose, units: number): void;
  /** A question that the embedded map has answered in place of a service. */
  fellBack(kind: MapCallKind, reason: MapsFailureReason): void;
  /** A question that needed no call: the answer was kept, or just being asked for. */
  spared(kind: MapCallKind, how: "kept" | "joined"): void;
  circuit(kind: MapCallKind, state: CircuitState): void;
};
