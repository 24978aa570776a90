import type { Actor } from "../../../shared/auth/actor.ts";
import { type DriverAction, driverMachine } from "../../../shared/drivers/driver.machine.ts";
import type {
  DriverView,
  SetDriverActiveInput,
  SetDriverStatusInput,
} from "../../../shared/drivers/driver.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { DriverId } from "../../../shared/ids.ts";
import { actionsFor, next } from "../../../shared/machine.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Transactor, Tx } from "../../platform/mongo/transactor.port.ts";
import type { SessionEnds } from "../../platform/session-ends/session-ends.port.ts";
import { type AuditService, by, changesOf } from "../audit/index.ts";
import { eventActor } from "../events/index.ts";
import type { DriverDoc } from "./drivers.doc.ts";
import type { DriversRepo } from "./drivers.repo.ts";
import { toDriverView } from "./drivers.view.ts";
import type { Fleet } from "./fleet.ts";

type Deps = {
  repo: DriversRepo;
  audit: AuditService;
  sessionEnds: SessionEnds;
  fleet: Fleet;
  transact: Transactor;
  clock: Clock;
};

/** What a driver does by choosing a status. */
const ACTION_TO = {
  available: "goOnDuty",
  on_break: "takeBreak",
  offline: "goOffDuty",
} satisfies Record<SetDriverStatusInput["status"], DriverAction>;

/**
 * The driver's own duty switch. Choosing the status that he has already changes nothing, so a phone may ask again
 * after a lost answer. Errors: DRIVER_NOT_FOUND, DRIVER_BUSY, ILLEGAL_TRANSITION with the actions that are legal.
 */
export function setStatus(deps: Deps, actor: Actor, { status }: SetDriverStatusInput): Promise<DriverView> {
  return deps.transact(async tx => {
    const now = deps.clock.now();
    const driver = actor.driverId && (await deps.repo.findFor(actor, actor.driverId, tx));
    if (!driver) throw new DomainError("DRIVER_NOT_FOUND");
    if (driver.status === status) return toDriverView(actor, now)(driver);
    requireLegal(driver, ACTION_TO[status]);
    const moved = await deps.repo.setStatus(tx, driver, { status }, { actor: eventActor(actor), now });
    // Within one snapshot nobody can be faster: a writer outside of it makes this transaction run again.
    if (!moved) throw new DomainError("UNAVAILABLE");
    return toDriverView(actor, now)(moved);
  });
}

/**
 * Takes a driver off duty in the transaction that closes his account, so that boards hear of it. Errors: DRIVER_BUSY
 * while he has open work.
 */
export async function leaveDuty(deps: Deps, tx: Tx, actor: Actor, driverId: DriverId): Promise<void> {
  const driver = await deps.repo.findById(driverId, tx);
  if (!driver || driver.status === "offline") return;
  const change = { actor: eventActor(actor), now: deps.clock.now() };
  const moved = await deps.repo.setStatus(tx, driver, { status: "offline" }, change);
  if (!moved) throw new DomainError("DRIVER_BUSY");
}

function requireLegal({ status }: DriverDoc, action: DriverAction): void {
  if (status === "busy") throw new DomainError("DRIVER_BUSY");
  if (next(driverMachine, status, action)) return;
  const legal = actionsFor(driverMachine, status, "driver");
  throw new DomainError("ILLEGAL_TRANSITION", { action, status, legal });
}

/**
 * Opens or closes a driver's profile; one that is closed goes off duty and signs its driver out within a second.
 * Errors: DRIVER_NOT_FOUND, DRIVER_BUSY while there are parcels to deliver.
 */
export async function setActive(
  deps: Deps,
  actor: Actor,
  { driverId, isActive }: SetDriverActiveInput,
): Promise<DriverView> {
  const view = await deps.transact(async tx => {
    const now = deps.clock.now();
    const driver = await deps.repo.findFor(actor, driverId, tx);
    if (!driver) throw new DomainError("DRIVER_NOT_FOUND");
    const leavesDuty = !isActive && driver.status !== "offline";
    const isSo = driver.isActive === isActive;
    const changed = isSo
      ? driver
      : leavesDuty
        ? await deps.repo.setStatus(
            tx,
            driver,
            { status: "offline", isActive },
            { actor: eventActor(actor), now },
          )
        : await deps.repo.setActive(tx, driverId, isActive, now);
    if (!changed) throw new DomainError("DRIVER_BUSY");
    await deps.audit.record(tx, {
      ...by(actor),
      action: isActive ? "driver.activate" : "driver.deactivate",
      subject: driverId,
      detail: driver.fullName,
      changes: changesOf({ isActive: "value", status: "value" }, driver, changed),
    });
    return toDriverView(actor, now)(changed);
  });
  deps.sessionEnds.sessionEnded(view.userId);
  await deps.fleet.changed(view.vendorId);
  return view;
}
