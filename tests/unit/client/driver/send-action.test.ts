import { describe, expect, test } from "bun:test";
import { TRPCClientError } from "@trpc/client";
import type { QueuedAction, QueuedStep } from "../../../../src/client/features/driver/phone/queued-action.ts";
import { sendAction } from "../../../../src/client/features/driver/phone/send-action.ts";
import type { ErrorCode } from "../../../../src/shared/errors.ts";
import { AssignmentId, OrderId, UserId } from "../../../../src/shared/ids.ts";

const ORDER = OrderId.parse("00000000-0000-0000-0000-000000000001");
const ASSIGNMENT = AssignmentId.parse("00000000-0000-0000-0000-000000000002");

const queued = (step: QueuedStep, attempts = 0): QueuedAction => ({
  seq: 1,
  attempts,
  idempotencyKey: "key-of-action-1",
  ownerId: UserId.parse("00000000-0000-0000-0000-00000000000a"),
  orderId: ORDER,
  orderNumber: "ORD-00000001",
  who: "Aino Laine",
  step,
  madeAt: "2026-03-02T12:00:00.000Z",
});

const refusal = (appCode: ErrorCode, details = {}) =>
  new TRPCClientError("refused", {
    result: { error: { code: -32000, message: "refused", data: { appCode, details } } },
  } as never);

type Answers = { order?: Record<string, unknown>; error?: unknown };

/** The service as far as one action asks it; `calls` says what was asked. */
function service({ order = {}, error }: Answers) {
  const calls: string[] = [];
  const answer = (name: string) => async () => {
    calls.push(name);
    if (error) throw error;
  };
  const read = async () => {
    calls.push("get");
    return order;
  };
  const medex = {
    orders: {
      get: { query: read },
      pickUp: { mutate: answer("pickUp") },
      startDelivery: { mutate: answer("startDelivery") },
      deliver: { mutate: answer("deliver") },
    },
    assignments: { accept: { mutate: answer("accept") }, decline: { mutate: answer("decline") } },
    proofs: { upload: { mutate: answer("upload") } },
  };
  return { medex: medex as unknown as Parameters<typeof sendAction>[0], calls };
}

const photo = (attempts: number) =>
  queued({ kind: "addProof", proof: "photo", file: new Blob(["x"]), urlBefore: null }, attempts);

describe("sending one action", () => {
  test("says when the driver did it, however late it is sent", async () => {
    const said: unknown[] = [];
    const hear = {
      mutate: async (input: FormData | { deviceTime: string }) =>
        void said.push(input instanceof FormData ? input.get("deviceTime") : input.deviceTime),
    };
    const orders = { pickUp: hear, startDelivery: hear, deliver: hear };
    const medex = { orders, assignments: { accept: hear, decline: hear }, proofs: { upload: hear } };
    for (const kind of ["pickUp", "startDelivery", "deliver"] as const) {
      await sendAction(medex as never, queued({ kind }));
    }
    await sendAction(medex as never, queued({ kind: "acceptAssignment", assignmentId: ASSIGNMENT }));
    await sendAction(medex as never, photo(0));
    expect(said).toEqual(Array(5).fill("2026-03-02T12:00:00.000Z"));
  });

  test("a rate limit is waited for as long as it says", async () => {
    const { medex } = service({ error: refusal("TOO_MANY_REQUESTS", { seconds: 12 }) });
    expect(await sendAction(medex, queued({ kind: "deliver" }))).toEqual({
      kind: "wait",
      waitingFor: "server",
      waitMs: 12_000,
    });
  });

  test("no answer at all waits for the network", async () => {
    const { medex } = service({ error: new TRPCClientError("fetch failed") });
    expect(await sendAction(medex, queued({ kind: "pickUp" }))).toEqual({
      kind: "wait",
      waitingFor: "network",
    });
  });

  test("a session that has ended waits for the driver, and loses nothing", async () => {
    const { medex } = service({ error: refusal("SESSION_EXPIRED") });
    expect(await sendAction(medex, queued({ kind: "deliver" }))).toEqual({
      kind: "wait",
      waitingFor: "signIn",
    });
  });

  test("an order that was taken back is refused", async () => {
    const { medex } = service({ error: refusal("ORDER_NOT_FOUND") });
    expect(await sendAction(medex, queued({ kind: "pickUp" }))).toMatchObject({
      kind: "refused",
      problem: { code: "ORDER_NOT_FOUND" },
    });
  });

  test("a step that the order has taken already is done, not refused", async () => {
    const { medex } = service({
      error: refusal("ILLEGAL_TRANSITION"),
      order: { status: "out_for_delivery" },
    });
    expect(await sendAction(medex, queued({ kind: "pickUp" }))).toEqual({ kind: "done" });
  });

  test("a step that the order can no longer take is refused", async () => {
    const { medex } = service({ error: refusal("ILLEGAL_TRANSITION"), order: { status: "cancelled" } });
    expect(await sendAction(medex, queued({ kind: "pickUp" }))).toMatchObject({ kind: "refused" });
  });

  test("accepting what this driver has accepted already is done; what has expired is refused", async () => {
    const accept = queued({ kind: "acceptAssignment", assignmentId: ASSIGNMENT });
    const twice = service({ error: refusal("ASSIGNMENT_CLOSED", { status: "accepted" }) });
    expect(await sendAction(twice.medex, accept)).toEqual({ kind: "done" });
    const late = service({ error: refusal("ASSIGNMENT_CLOSED", { status: "expired" }) });
    expect(await sendAction(late.medex, accept)).toMatchObject({ kind: "refused" });
  });

  test("a first upload is sent without asking", async () => {
    const { medex, calls } = service({});
    expect(await sendAction(medex, photo(0))).toEqual({ kind: "done" });
    expect(calls).toEqual(["upload"]);
  });

  test("an upload whose answer was lost is not sent twice", async () => {
    const { medex, calls } = service({ order: { proofPhotoUrl: "/files/proofs/1", signatureUrl: null } });
    expect(await sendAction(medex, photo(1))).toEqual({ kind: "done" });
    expect(calls).toEqual(["get"]);
  });

  test("an upload that never arrived is sent again", async () => {
    const { medex, calls } = service({ order: { proofPhotoUrl: null, signatureUrl: null } });
    expect(await sendAction(medex, photo(1))).toEqual({ kind: "done" });
    expect(calls).toEqual(["get", "upload"]);
  });
});
