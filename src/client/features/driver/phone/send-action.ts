import type { MedexClient } from "../../../../sdk/index.ts";
import { type MedexProblem, problemOf } from "../../../../sdk/problem.ts";
import { askedToWaitMs } from "../../../../sdk/retry.ts";
import { assertNever } from "../../../../shared/assert-never.ts";
import { orderMachine } from "../../../../shared/orders/order.machine.ts";
import type { SendOutcome } from "./outbox.ts";
import { type QueuedAction, STATUS_AFTER } from "./queued-action.ts";

type Calls = Pick<MedexClient, "orders" | "assignments" | "proofs">;

/** Sends one action of the queue and reads the answer: done, not now, or never. Does not throw. */
export async function sendAction(medex: Calls, action: QueuedAction): Promise<SendOutcome> {
  try {
    if (await isUploadedAlready(medex, action)) return { kind: "done" };
    await call(medex, action);
    return { kind: "done" };
  } catch (error) {
    const problem = problemOf(error);
    const outcome = outcomeOf(problem);
    if (outcome.kind !== "refused") return outcome;
    return (await hasHappened(medex, action, problem).catch(() => false)) ? { kind: "done" } : outcome;
  }
}

function call(medex: Calls, { step, orderId, idempotencyKey, madeAt }: QueuedAction): Promise<unknown> {
  const done = { idempotencyKey, deviceTime: madeAt };
  switch (step.kind) {
    case "acceptAssignment":
      return medex.assignments.accept.mutate({ assignmentId: step.assignmentId, ...done });
    case "declineAssignment":
      return medex.assignments.decline.mutate({ assignmentId: step.assignmentId, ...done });
    case "pickUp":
      return medex.orders.pickUp.mutate({ orderId, ...done });
    case "startDelivery":
      return medex.orders.startDelivery.mutate({ orderId, ...done });
    case "deliver":
      return medex.orders.deliver.mutate({ orderId, ...done });
    case "addProof":
      return medex.proofs.upload.mutate(proofForm(orderId, step.proof, step.file, madeAt));
    default:
      return assertNever(step);
  }
}

function proofForm(orderId: string, kind: "photo" | "signature", file: Blob, madeAt: string): FormData {
  const form = new FormData();
  form.set("orderId", orderId);
  form.set("kind", kind);
  form.set("deviceTime", madeAt);
  form.set("file", file, kind === "photo" ? "photo.jpg" : "signature.png");
  return form;
}

/** An upload has no idempotency key: after a lost answer the order itself says whether it arrived. */
async function isUploadedAlready(medex: Calls, { step, orderId, attempts }: QueuedAction): Promise<boolean> {
  if (step.kind !== "addProof" || attempts === 0) return false;
  const order = await medex.orders.get.query({ orderId });
  const url = step.proof === "photo" ? order.proofPhotoUrl : order.signatureUrl;
  return url !== null && url !== step.urlBefore;
}

/** A refusal of something that stands already (a key that has expired, another phone of the same driver) is a success. */
async function hasHappened(
  medex: Calls,
  { step, orderId }: QueuedAction,
  { code, details }: MedexProblem,
): Promise<boolean> {
  if (code === "ASSIGNMENT_CLOSED") {
    return (
      step.kind === "declineAssignment" || (step.kind === "acceptAssignment" && details.status === "accepted")
    );
  }
  const target = STATUS_AFTER[step.kind];
  if (code !== "ILLEGAL_TRANSITION" || target === null) return false;
  const { status } = await medex.orders.get.query({ orderId });
  return status !== "cancelled" && orderMachine.states.indexOf(status) >= orderMachine.states.indexOf(target);
}

function outcomeOf(problem: MedexProblem): SendOutcome {
  switch (problem.code) {
    case "OFFLINE":
      return { kind: "wait", waitingFor: "network" };
    case "UNAUTHENTICATED":
    case "SESSION_EXPIRED":
      return { kind: "wait", waitingFor: "signIn" };
    case "TOO_MANY_REQUESTS":
      return { kind: "wait", waitingFor: "server", waitMs: askedToWaitMs(problem) };
    case "UNAVAILABLE":
    case "STORAGE_UNAVAILABLE":
    case "INTERNAL":
      return { kind: "stuck", problem };
    default:
      return { kind: "refused", problem };
  }
}
