import { DomainError } from "../../../../shared/errors.ts";
import { type AssignmentDoc, toEmbedded } from "../../assignments/index.ts";
import type { OrderDoc } from "../orders.doc.ts";
import type { CommandDeps, Judging } from "./command.ts";

/**
 * Ends the open assignment of an order, if there is one, and frees its driver. Answers what the order has to
 * remember of it.
 */
export async function withdrawAssignment(
  deps: CommandDeps,
  { tx, order, actor, now }: Judging,
): Promise<Pick<OrderDoc, "assignment" | "driverId" | "driver">> {
  const { assignment } = order;
  const isOpen = assignment?.status === "pending" || assignment?.status === "accepted";
  if (!assignment || !isOpen) return { assignment, driverId: null, driver: null };
  const ended = await deps.assignments.move(tx, assignment, { status: "cancelled", updatedAt: now });
  if (!ended) throw new DomainError("UNAVAILABLE");
  if (assignment.status === "accepted") {
    await deps.drivers.finishWork(tx, { driverId: assignment.driverId, actor, now });
  }
  return { assignment: toEmbedded(ended), driverId: null, driver: null };
}

/** Moves an assignment on and answers what its order has to remember. Errors: ASSIGNMENT_CLOSED. */
export async function closeAssignment(
  deps: CommandDeps,
  { tx }: Judging,
  assignment: Pick<AssignmentDoc, "_id" | "status">,
  set: Parameters<CommandDeps["assignments"]["move"]>[2],
): Promise<AssignmentDoc> {
  const moved = await deps.assignments.move(tx, assignment, set);
  if (!moved) throw new DomainError("ASSIGNMENT_CLOSED", { status: assignment.status });
  return moved;
}
