import type { AnswerAssignmentInput } from "../../../../shared/assignments/assignment.schema.ts";
import type { Actor } from "../../../../shared/auth/actor.ts";
import { DomainError } from "../../../../shared/errors.ts";
import { type AssignmentDoc, toEmbedded } from "../../assignments/index.ts";
import { eventActor } from "../../events/index.ts";
import { isRedacted, type OrderDoc } from "../orders.doc.ts";
import { type CommandDeps, type Judging, ofOrder, toDeviceTime, transition } from "./command.ts";
import { closeAssignment } from "./withdraw.ts";

type Answered = { order: OrderDoc; assignment: AssignmentDoc };

/** The driver takes the offer: the order is his, and he is busy. */
export const acceptAssignment = (
  deps: CommandDeps,
  actor: Actor,
  input: AnswerAssignmentInput,
): Promise<Answered> =>
  answer(deps, actor, "acceptAssignment", input, async (judging, offer) => {
    const { tx, now } = judging;
    const assignment = await closeAssignment(deps, judging, offer, {
      status: "accepted",
      acceptedAt: now,
      updatedAt: now,
    });
    const driver = await deps.drivers.takeWork(tx, { driverId: offer.driverId, actor: judging.actor, now });
    if (!driver) throw new DomainError("DRIVER_NOT_AVAILABLE", { status: "not on duty" });
    const { fullName, phone, vehicleType } = driver;
    const order = await transition(deps, "acceptAssignment", judging, () => ({
      set: {
        driverId: driver._id,
        driver: { fullName, phone, vehicleType },
        assignment: toEmbedded(assignment),
        driverAssignedAt: now,
        promisedAt: judging.order.estimatedDeliveryTime,
      },
    }));
    return { order, assignment };
  });

/** The driver turns the offer down: the vendor has to find another one. */
export const declineAssignment = (
  deps: CommandDeps,
  actor: Actor,
  input: AnswerAssignmentInput,
): Promise<Answered> =>
  answer(deps, actor, "declineAssignment", input, (judging, offer) =>
    endOffer(deps, judging, offer, "declined"),
  );

/** Ends offers whose time has run out; answers how many. Each in a transaction of its own. */
export async function expireOffers(deps: CommandDeps, limit = 100): Promise<number> {
  let expired = 0;
  for (const offer of await deps.assignments.overdue(deps.clock.now(), limit)) {
    await deps.transact(async tx => {
      const order = await deps.repo.findById(offer.orderId, tx);
      // Answered or withdrawn since it was listed: nothing to do.
      if (order?.assignmentId !== offer._id || order.assignment?.status !== "pending") return;
      const actor = { id: null, role: "system", name: "MedEx" } as const;
      await endOffer(deps, { tx, order, actor, now: deps.clock.now(), deviceTime: null }, offer, "expired");
      expired++;
    });
  }
  return expired;
}

/** Finds the offer and its order for this driver, and lets `decide` answer it, once for each key. */
function answer(
  deps: CommandDeps,
  actor: Actor,
  action: "acceptAssignment" | "declineAssignment",
  input: AnswerAssignmentInput,
  decide: (judging: Judging, offer: AssignmentDoc) => Promise<Answered>,
): Promise<Answered> {
  const { deviceTime, ...request } = input;
  return deps.once(actor, { name: `assignments.${action}`, input: request }, async tx => {
    const now = deps.clock.now();
    const offer = await deps.assignments.findFor(actor, input.assignmentId, tx);
    if (!offer) throw new DomainError("ASSIGNMENT_NOT_FOUND");
    if (offer.status !== "pending") throw new DomainError("ASSIGNMENT_CLOSED", { status: offer.status });
    if (offer.expiresAt <= now) throw new DomainError("ASSIGNMENT_CLOSED", { status: "expired" });
    const order = await deps.repo.findFor(actor, offer.orderId, tx);
    if (!order || isRedacted(order)) throw new DomainError("ASSIGNMENT_NOT_FOUND");
    return decide({ tx, order, actor: eventActor(actor), now, deviceTime: toDeviceTime(deviceTime) }, offer);
  });
}

const ENDING = {
  declined: { action: "declineAssignment", says: "declined" },
  expired: { action: "expireAssignment", says: "did not answer" },
} as const;

async function endOffer(
  deps: CommandDeps,
  judging: Judging,
  offer: AssignmentDoc,
  status: keyof typeof ENDING,
): Promise<Answered> {
  const { now } = judging;
  const assignment = await closeAssignment(deps, judging, offer, {
    status,
    updatedAt: now,
    ...(status === "declined" && { declinedAt: now }),
  });
  const { action, says } = ENDING[status];
  const order = await transition(deps, action, judging, () => ({
    set: { assignment: toEmbedded(assignment) },
    alsoTell: [offer.driverId],
    detail: `${offer.driverName} ${says}`,
    event: updated => ({
      type: "assignment_update",
      ...ofOrder(updated),
      assignmentId: offer._id,
      driverId: offer.driverId,
      status,
    }),
  }));
  return { order, assignment };
}
