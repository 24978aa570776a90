import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Transactor } from "../../platform/mongo/transactor.port.ts";
import type { Storage } from "../../platform/storage/storage.port.ts";
import type { DemoRepo, DemoWorldDoc } from "./demo.repo.ts";

/** Closed orders of simulated people that are kept: more than a day of them. */
const KEPT_ORDERS = 800;
/** How many go at once, so that no transaction grows long. */
const BATCH = 50;
const KEPT_TRAIL_MS = 24 * 3_600_000;

type Deps = {
  repo: DemoRepo;
  storage: Pick<Storage, "remove">;
  transact: Transactor;
  clock: Clock;
  keptOrders?: number;
};

/**
 * Lets the oldest part of what simulated people did be forgotten, files included, so that a demo may run for weeks.
 * What people did at the four demo accounts stays. Answers how many orders went.
 */
export async function trimHistory(deps: Deps, world: DemoWorldDoc): Promise<number> {
  const { repo, storage, transact, clock, keptOrders = KEPT_ORDERS } = deps;
  let removed = 0;
  for (;;) {
    const orderIds = await repo.surplusOrders(world.simulatedUserIds, keptOrders, BATCH);
    if (orderIds.length === 0) break;
    const files = await repo.proofKeys(orderIds);
    await transact(tx => repo.removeOrders(tx, orderIds));
    for (const key of files) await storage.remove(key);
    removed += orderIds.length;
  }
  await repo.removeTrails(world.simulatedDriverIds, new Date(clock.now().getTime() - KEPT_TRAIL_MS));
  return removed;
}
