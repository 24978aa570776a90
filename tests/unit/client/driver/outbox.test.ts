import { describe, expect, test } from "bun:test";
import {
  createOutbox,
  type OutboxStore,
  type Refusal,
  type SendOutcome,
} from "../../../../src/client/features/driver/phone/outbox.ts";
import type { NewAction, QueuedAction } from "../../../../src/client/features/driver/phone/queued-action.ts";
import type { MedexProblem } from "../../../../src/sdk/problem.ts";
import { OrderId, UserId } from "../../../../src/shared/ids.ts";

const FIRST = OrderId.parse("00000000-0000-0000-0000-000000000001");
const SECOND = OrderId.parse("00000000-0000-0000-0000-000000000002");
const OFFLINE: SendOutcome = { kind: "wait", waitingFor: "network" };
const DONE: SendOutcome = { kind: "done" };

const problem = (code: MedexProblem["code"]): MedexProblem => ({
  code,
  text: "no",
  wayOut: "",
  requestId: null,
  details: {},
});

let keys = 0;
const action = (orderId: OrderId, kind: "pickUp" | "startDelivery" | "deliver"): NewAction => ({
  idempotencyKey: `key-of-action-${++keys}`,
  ownerId: UserId.parse("00000000-0000-0000-0000-00000000000a"),
  orderId,
  orderNumber: "ORD-00000001",
  who: "Aino Laine",
  step: { kind },
  madeAt: "2026-03-02T12:00:00.000Z",
});

/** A phone's disk: what it holds survives the outbox that wrote it. */
function createDisk(): OutboxStore {
  let queue: QueuedAction[] = [];
  let refusals: Refusal[] = [];
  let seq = 0;
  return {
    queue: async () => structuredClone(queue),
    append: async actions => {
      for (const one of actions) queue.push({ ...one, seq: ++seq, attempts: 0 });
    },
    markAttempt: async number => {
      queue = queue.map(one => (one.seq === number ? { ...one, attempts: one.attempts + 1 } : one));
    },
    remove: async seqs => {
      queue = queue.filter(one => !seqs.includes(one.seq));
    },
    refusals: async () => [...refusals],
    refuse: async (refusal, fallen) => {
      refusals.push(refusal);
      queue = queue.filter(one => !fallen.includes(one.seq));
    },
    dismiss: async number => {
      refusals = refusals.filter(one => one.seq !== number);
    },
  };
}

type World = { disk?: OutboxStore; answer: (action: QueuedAction) => SendOutcome | Promise<SendOutcome> };

function createWorld({ disk = createDisk(), answer }: World) {
  const sent: { key: string; kind: string; orderId: OrderId }[] = [];
  const timers: (() => void)[] = [];
  const delaysMs: number[] = [];
  const outbox = createOutbox({
    store: disk,
    send: async one => {
      sent.push({ key: one.idempotencyKey, kind: one.step.kind, orderId: one.orderId });
      return answer(one);
    },
    exclusively: work => work(),
    later: (work, ms) => {
      timers.push(work);
      delaysMs.push(ms);
      return () => timers.splice(timers.indexOf(work), 1);
    },
    retryDelayMs: () => 0,
  });
  const kinds = () => sent.map(({ kind }) => kind);
  return { outbox, disk, sent, kinds, timers, delaysMs };
}

describe("outbox", () => {
  test("sends what was done in the order in which it was done", async () => {
    const { outbox, kinds } = createWorld({ answer: () => DONE });
    await outbox.add([action(FIRST, "pickUp"), action(FIRST, "startDelivery")]);
    await outbox.add([action(FIRST, "deliver")]);
    await outbox.settled();
    expect(kinds()).toEqual(["pickUp", "startDelivery", "deliver"]);
    expect(outbox.get().waiting).toEqual([]);
  });

  test("keeps everything while there is no network, and nothing counts as done", async () => {
    const { outbox, timers } = createWorld({ answer: () => OFFLINE });
    await outbox.add([action(FIRST, "pickUp"), action(FIRST, "startDelivery")]);
    await outbox.settled();
    expect(outbox.get().waiting).toHaveLength(2);
    expect(outbox.get().waitingFor).toBe("network");
    expect(timers).toHaveLength(1);
  });

  test("leaves a service alone for as long as it has asked, and then loses nothing", async () => {
    let isLimited = true;
    const { outbox, sent, kinds, timers, delaysMs } = createWorld({
      answer: () => (isLimited ? { kind: "wait", waitingFor: "server", waitMs: 30_000 } : DONE),
    });
    await outbox.add([action(FIRST, "pickUp"), action(SECOND, "pickUp")]);
    await outbox.settled();
    await outbox.add([action(FIRST, "startDelivery")]);
    await outbox.resume();
    await outbox.settled();
    expect(sent).toHaveLength(1);
    expect(outbox.get()).toMatchObject({ waitingFor: "server", refusals: [] });
    expect(delaysMs).toEqual([30_000]);
    isLimited = false;
    timers.at(-1)?.();
    await outbox.settled();
    expect(kinds()).toEqual(["pickUp", "pickUp", "pickUp", "startDelivery"]);
    expect(outbox.get().waiting).toEqual([]);
  });

  test("repeats with the same idempotency key after a lost answer", async () => {
    let isOnline = false;
    const { outbox, sent, timers } = createWorld({ answer: () => (isOnline ? DONE : OFFLINE) });
    await outbox.add([action(FIRST, "pickUp")]);
    await outbox.settled();
    isOnline = true;
    timers.at(-1)?.();
    await outbox.settled();
    expect(sent).toHaveLength(2);
    expect(sent[0]?.key).toBe(sent[1]?.key as string);
    expect(outbox.get()).toMatchObject({ waiting: [], waitingFor: null });
  });

  test("goes on after a reload with what lay on the phone", async () => {
    const before = createWorld({ answer: () => OFFLINE });
    await before.outbox.add([action(FIRST, "pickUp"), action(FIRST, "startDelivery")]);
    await before.outbox.settled();
    before.outbox.stop();
    const after = createWorld({ disk: before.disk, answer: () => DONE });
    await after.outbox.resume();
    await after.outbox.settled();
    expect(after.kinds()).toEqual(["pickUp", "startDelivery"]);
    expect(after.sent[0]?.key).toBe(before.sent[0]?.key as string);
  });

  test("a refusal takes along what was built on it, and other orders go on", async () => {
    const { outbox, sent } = createWorld({
      answer: ({ orderId }) =>
        orderId === FIRST ? { kind: "refused", problem: problem("ORDER_NOT_FOUND") } : DONE,
    });
    await outbox.add([
      action(FIRST, "pickUp"),
      action(SECOND, "pickUp"),
      action(FIRST, "startDelivery"),
      action(FIRST, "deliver"),
    ]);
    await outbox.settled();
    expect(sent.map(({ orderId, kind }) => [orderId, kind])).toEqual([
      [FIRST, "pickUp"],
      [SECOND, "pickUp"],
    ]);
    const { refusals, waiting } = outbox.get();
    expect(waiting).toEqual([]);
    expect(refusals).toMatchObject([{ alsoFallen: 2, problem: { code: "ORDER_NOT_FOUND" } }]);
    await outbox.dismiss(refusals[0]?.seq ?? 0);
    expect(outbox.get().refusals).toEqual([]);
  });

  test("what was done while the refusal was on its way falls too", async () => {
    const late = Promise.withResolvers<SendOutcome>();
    const { outbox, kinds } = createWorld({ answer: () => late.promise });
    await outbox.add([action(FIRST, "pickUp")]);
    await outbox.add([action(FIRST, "startDelivery")]);
    late.resolve({ kind: "refused", problem: problem("ORDER_NOT_FOUND") });
    await outbox.settled();
    expect(kinds()).toEqual(["pickUp"]);
    expect(outbox.get()).toMatchObject({ waiting: [], refusals: [{ alsoFallen: 1 }] });
  });

  test("an order that the service has trouble with holds up no other", async () => {
    const { outbox, kinds } = createWorld({
      answer: ({ orderId }) =>
        orderId === FIRST ? { kind: "stuck", problem: problem("UNAVAILABLE") } : DONE,
    });
    await outbox.add([action(FIRST, "pickUp"), action(FIRST, "startDelivery"), action(SECOND, "deliver")]);
    await outbox.settled();
    expect(kinds()).toEqual(["pickUp", "deliver"]);
    expect(outbox.get().waiting).toHaveLength(2);
    expect(outbox.get().waitingFor).toBe("server");
  });

  test("gives up a fault on the service's side in the end, and says so", async () => {
    const { outbox, sent, timers } = createWorld({
      answer: () => ({ kind: "stuck", problem: problem("INTERNAL") }),
    });
    await outbox.add([action(FIRST, "pickUp")]);
    await outbox.settled();
    while (outbox.get().waiting.length > 0) {
      timers.pop()?.();
      await outbox.settled();
    }
    expect(sent).toHaveLength(12);
    expect(outbox.get().refusals).toHaveLength(1);
  });

  test("sends nothing after it was stopped", async () => {
    const { outbox, sent } = createWorld({ answer: () => DONE });
    outbox.stop();
    await outbox.add([action(FIRST, "pickUp")]);
    await outbox.settled();
    expect(sent).toEqual([]);
  });
});
