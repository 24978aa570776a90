import { OFFER_SECONDS } from "../../../../shared/assignments/assignment.schema.ts";
import type { Actor } from "../../../../shared/auth/actor.ts";
import { DomainError } from "../../../../shared/errors.ts";
import { AssignmentId, type DriverId } from "../../../../shared/ids.ts";
import type { AssignOrderInput } from "../../../../shared/orders/order.schema.ts";
import type { Tx } from "../../../platform/mongo/transactor.port.ts";
import { type AssignmentDoc, toEmbedded } from "../../assignments/index.ts";
import type { DriverDoc } from "../../drivers/index.ts";
import type { OrderDoc } from "../orders.doc.ts";
import { type CommandDeps, command, type Judging, ofOrder } from "./command.ts";

/** Offers the order to one driver of the same vendor, who then has some minutes to answer. */
export const assignOrder = (deps: CommandDeps, actor: Actor, input: AssignOrderInput): Promise<OrderDoc> =>
  command(deps, "assign", actor, input, async judging => {
    const { tx, order } = judging;
    if (order.assignment?.status === "pending") throw new DomainError("ORDER_ALREADY_ASSIGNED");
    const driver = await availableDriver(deps, tx, order, input.driverId);
    const assignment = newAssignment(deps, judging, driver);
    await deps.assignments.insert(tx, assignment);
    return {
      set: { assignmentId: assignment._id, assignment: toEmbedded(assignment) },
      alsoTell: [driver._id],
      detail: `Offered to ${driver.fullName}`,
      event: updated => ({
        type: "new_assignment",
        ...ofOrder(updated),
        assignmentId: assignment._id,
        driverId: driver._id,
        expiresAt: assignment.expiresAt.toISOString(),
      }),
    };
  });

/** A driver on duty who drives for the order's vendor; somebody else's driver is as unknown as a missing one. */
async function availableDriver(
  deps: CommandDeps,
  tx: Tx,
  order: OrderDoc,
  driverId: DriverId,
): Promise<DriverDoc> {
  const driver = await deps.drivers.findById(driverId, tx);
  if (!driver || driver.vendorId !== order.vendorId) throw new DomainError("DRIVER_NOT_FOUND");
  if (!driver.isActive) throw new DomainError("DRIVER_NOT_AVAILABLE", { status: "deactivated" });
  if (driver.status !== "available" && driver.status !== "busy") {
    throw new DomainError("DRIVER_NOT_AVAILABLE", { status: driver.status });
  }
  return driver;
}

function newAssignment({ ids }: CommandDeps, { order, now }: Judging, driver: DriverDoc): AssignmentDoc {
  return {
    _id: AssignmentId.parse(ids.uuid()),
    orderId: order._id,
    driverId: driver._id,
    driverName: driver.fullName,
    vendorId: order.vendorId,
    status: "pending",
    assignedAt: now,
    expiresAt: new Date(now.getTime() + OFFER_SECONDS * 1_000),
    acceptedAt: null,
    declinedAt: null,
    completedAt: null,
    createdAt: now,
    updatedAt: now,
  };
}
