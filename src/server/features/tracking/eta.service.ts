import type { DriverId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { MapsPort } from "../../platform/maps/maps.port.ts";
import type { DriverPosition } from "../locations/index.ts";
import type { OrderDoc, StoredEta } from "../orders/index.ts";

type Deps = {
  maps: Pick<MapsPort, "route">;
  clock: Clock;
  liveBus: LiveBus;
  logger: Logger;
  carriedBy: (driverIds: readonly DriverId[]) => Promise<OrderDoc[]>;
  saveEta: (order: Pick<OrderDoc, "_id" | "status">, eta: StoredEta) => Promise<void>;
};

export type EtaService = {
  /** Estimates anew for the orders in hand of these drivers; returns at once. Wire it to `locations.onPositions`. */
  refresh(positions: readonly DriverPosition[]): void;
  /** Resolves when nothing is being estimated; for a graceful stop. */
  settled(): Promise<void>;
};

export function createEtaService(_deps: Deps): EtaService {
  throw new Error("not written yet");
}
