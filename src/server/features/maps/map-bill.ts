import type { OrderId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { Asking } from "../../platform/maps/maps.port.ts";
import type { BilledCalls, MapCallsRepo } from "./map-calls.repo.ts";

type OnBilled = NonNullable<Asking["onBilled"]>;

export type MapBills = {
  /** Puts what an answer has cost on the bill of an order, in the background: nobody waits for bookkeeping. */
  billTo(orderId: OrderId): OnBilled;
  /** For what is asked before there is an order: collects until it is known whose bill it is. */
  open(): { onBilled: OnBilled; chargeTo(orderId: OrderId): void };
  /** What an order has cost so far. */
  ofOrder(orderId: OrderId): Promise<BilledCalls>;
  /** Mean of the orders that had a billed call within the last day. */
  meanOfLastDay(): Promise<number>;
};

const DAY_MS = 86_400_000;

/** Counts billed calls of map services by order. */
export function createMapBills({
  repo,
  clock,
  logger,
}: {
  repo: MapCallsRepo;
  clock: Clock;
  logger: Logger;
}): MapBills {
  function charge(orderId: OrderId, billed: BilledCalls): void {
    if (Object.keys(billed).length === 0) return;
    void repo.add(orderId, billed, clock.now()).catch((error: unknown) => {
      logger.warn({ err: error, orderId }, "Map calls could not be put on the bill of an order");
    });
  }

  return {
    billTo: orderId => (kind, units) => charge(orderId, { [kind]: units }),

    open() {
      const billed: BilledCalls = {};
      return {
        onBilled: (kind, units) => {
          billed[kind] = (billed[kind] ?? 0) + units;
        },
        chargeTo: orderId => charge(orderId, billed),
      };
    },

    ofOrder: orderId => repo.ofOrder(orderId),
    meanOfLastDay: () => repo.meanSince(new Date(clock.now().getTime() - DAY_MS)),
  };
}
