import { jitteredDelayMs } from "../../../../sdk/index.ts";
import type { Me } from "../../../../shared/auth/auth.schema.ts";
import type { UserId } from "../../../../shared/ids.ts";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import type { Connection } from "../../../app/connection.ts";
import { createFixOutbox } from "./fix-outbox.ts";
import { keepAnswers } from "./kept-answers.ts";
import { createOfferSignal } from "./offer-signal.ts";
import { createOutbox } from "./outbox.ts";
import { openPhoneStore } from "./phone-store.ts";
import { createPositionTracker } from "./position-tracker.ts";
import type { NewAction, QueuedStep } from "./queued-action.ts";
import { createRunBook } from "./run-book.ts";
import { sendAction } from "./send-action.ts";

const later = (work: () => void, ms: number) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

const exclusively = (work: () => Promise<void>): Promise<void> =>
  "locks" in navigator ? navigator.locks.request("medex.driver.outbox", work) : work();

const CLOCK_EVERY_MS = 10 * 60_000;

export type DriverPhone = Awaited<ReturnType<typeof openDriverPhone>>;

/**
 * Everything that a courier's phone does by itself: keeps what was done until the server has it, follows the
 * position, keeps the server's time. One a driver; close it when he leaves the page.
 */
export async function openDriverPhone({ medex, queries, clock, onForget }: Connection, me: Me) {
  const store = await openPhoneStore(me);
  const stopKeeping = await keepAnswers(queries, store.answers);
  const run = await createRunBook(store.run);
  const outbox = createOutbox({
    store: store.outbox,
    send: action => sendAction(medex, action),
    exclusively,
    later,
    retryDelayMs: jitteredDelayMs,
    onDone: () => queries.invalidateQueries(),
    onRefused: ({ action }) => {
      run.takeBack(action.orderId);
      void queries.invalidateQueries();
    },
  });
  const fixes = createFixOutbox({
    store: store.fixes,
    clockOffsetMs: clock.offsetMs,
    report: points => medex.drivers.reportLocation.mutate({ points }),
    later,
    retryDelayMs: jitteredDelayMs,
    onSent: (fix, quality) => tracker.sent(fix, quality),
  });
  const tracker = createPositionTracker({
    geolocation: navigator.geolocation,
    now: Date.now,
    onFix: fix => void fixes.add(fix),
  });
  const signal = createOfferSignal();
  const measureClock = () => void clock.fetch("/healthz", { cache: "no-store" }).catch(() => {});

  const goOn = () => {
    void outbox.resume();
    fixes.kick();
    measureClock();
  };
  const goOnWhenSeen = () => document.visibilityState === "visible" && goOn();
  window.addEventListener("online", goOn);
  document.addEventListener("visibilitychange", goOnWhenSeen);
  const clockTimer = setInterval(measureClock, CLOCK_EVERY_MS);
  goOn();

  const close = () => {
    window.removeEventListener("online", goOn);
    document.removeEventListener("visibilitychange", goOnWhenSeen);
    clearInterval(clockTimer);
    stopForgetting();
    stopKeeping();
    outbox.stop();
    fixes.stop();
    tracker.stop();
    signal.close();
  };

  // A session that ran out is not a goodbye: what was not sent stays for the same driver, and for nobody else.
  const stopForgetting = onForget(() => {
    const session = medex.session.get();
    const isGoodbye =
      session.status === "signedIn" || (session.status === "signedOut" && session.reason === "signedOut");
    close();
    void (isGoodbye ? store.wipe() : Promise.resolve()).finally(store.close);
  });

  return {
    outbox,
    tracker,
    /** Asks for nothing but the server's time. */
    measureClock,
    signal,
    drafts: store.drafts,
    run,
    /** Puts what the driver has just done to an order into the queue, in this order. Resolves when it is safe. */
    perform: (order: OrderView, ...steps: QueuedStep[]): Promise<void> =>
      outbox.add(steps.map(step => newAction(me.id, order, step))),
    close,
  };
}

const newAction = (ownerId: UserId, order: OrderView, step: QueuedStep): NewAction => ({
  idempotencyKey: crypto.randomUUID(),
  ownerId,
  orderId: order.id,
  orderNumber: order.orderNumber,
  who: step.kind === "pickUp" || step.kind.endsWith("Assignment") ? order.vendorName : order.customerName,
  step,
  madeAt: new Date().toISOString(),
});
