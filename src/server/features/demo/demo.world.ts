import type { TrackingToken, VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { Transactor } from "../../platform/mongo/transactor.port.ts";
import type { Storage } from "../../platform/storage/storage.port.ts";
import type { Cancel, Timers } from "../../platform/timers/timers.port.ts";
import type { DemoRepo } from "./demo.repo.ts";
import type { ServicesAt } from "./demo-services.ts";
import { seedDemoWorld } from "./seed.ts";
import { launchSimulation } from "./simulation/launch.ts";
import { DEMO_PASSWORD, type VendorKey } from "./stories/cast.ts";
import { trimHistory } from "./trim.ts";

/** What the demo world offers to who starts it. */
export type DemoWorld = {
  vendorIds: Record<VendorKey, VendorId>;
  /** Of an order worth following now; null when there is none. */
  trackingToken: TrackingToken | null;
  /** Lets the oldest simulated history be forgotten; answers how many orders went. */
  trim(): Promise<number>;
};

type PrepareDemo = {
  mode: "off" | "seed" | "live";
  repo: DemoRepo;
  storage: Storage;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
  servicesAt: ServicesAt;
  /** How many closed orders of simulated people are kept. */
  keptOrders?: number;
};

/** Makes the demo world if it is wanted and there is none yet; null when it is off. Call it before offers can expire. */
export async function prepareDemo({ mode, ...deps }: PrepareDemo): Promise<DemoWorld | null> {
  if (mode === "off") return null;
  const world = await seedDemoWorld(deps);
  const { vendorIds } = world;
  if (!vendorIds) throw new Error("The demo world is finished without its vendors");
  return {
    vendorIds,
    trackingToken: await deps.repo.followable(Object.values(vendorIds)),
    trim: () => trimHistory(deps, world),
  };
}

const TRIM_EVERY_MS = 10 * 60_000;

type StartSimulation = {
  /** Where the server listens. */
  url: string;
  world: DemoWorld;
  logger: Logger;
  timers: Timers;
  ids: Ids;
  speed?: number;
};

/** Brings the demo world to life until disposed: simulated people, and a history that does not grow without bound. */
export function startSimulation({
  url,
  world,
  logger,
  timers,
  ids,
  speed = 1,
}: StartSimulation): AsyncDisposable {
  const { vendorIds } = world;
  const config = { url, vendorIds, password: DEMO_PASSWORD, speed, seed: ids.token(12) };
  const simulation = launchSimulation({ config, logger, timers });
  let isStopped = false;
  let trimming: Promise<unknown> = Promise.resolve();
  let cancel: Cancel = () => {};

  function scheduleTrim(): void {
    cancel = timers.after(TRIM_EVERY_MS, () => {
      trimming = world
        .trim()
        .catch((error: unknown) => logger.warn({ err: error }, "The demo's history could not be trimmed"))
        .then(() => {
          if (!isStopped) scheduleTrim();
        });
    });
  }

  scheduleTrim();
  return {
    async [Symbol.asyncDispose]() {
      isStopped = true;
      cancel();
      await simulation[Symbol.asyncDispose]();
      await trimming;
    },
  };
}
