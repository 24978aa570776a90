import type { Actor } from "../../../shared/auth/actor.ts";
import type { CreateDriverInput, DriverView } from "../../../shared/drivers/driver.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import { DriverId, type UserId, type VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Transactor } from "../../platform/mongo/transactor.port.ts";
import { type AuditService, auditActor } from "../audit/index.ts";
import type { NewAccount, UsersRepo } from "../users/index.ts";
import type { VendorsRepo } from "../vendors/index.ts";
import type { DriverDoc } from "./drivers.doc.ts";
import type { DriversRepo } from "./drivers.repo.ts";
import { toDriverView } from "./drivers.view.ts";

export type FleetDeps = {
  repo: DriversRepo;
  users: UsersRepo;
  vendors: VendorsRepo;
  newAccount: NewAccount;
  audit: AuditService;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
};

/** Adds a driver to a fleet, with the account that he signs in with. Errors: VENDOR_NOT_FOUND, EMAIL_TAKEN. */
export async function createDriver(
  deps: FleetDeps,
  actor: Actor,
  input: CreateDriverInput,
): Promise<DriverView> {
  const vendor = await deps.vendors.findFor(actor, employerOf(actor, input));
  if (!vendor) throw new DomainError("VENDOR_NOT_FOUND");
  const account = await deps.newAccount({ ...input, role: "driver" });
  const driver = newDriver(deps, input, account._id, vendor._id);
  await deps.transact(async tx => {
    await deps.users.insert(tx, account);
    await deps.repo.insert(tx, driver);
    await deps.audit.record(tx, {
      actor: auditActor(actor),
      action: "driver.create",
      subject: driver._id,
      detail: driver.fullName,
    });
  });
  return toDriverView(actor, deps.clock.now())(driver);
}

/** A vendor's own fleet, unless another one is named; an administrator has to name one. */
function employerOf(actor: Actor, input: CreateDriverInput): VendorId {
  const vendorId = input.vendorId ?? actor.vendorId;
  if (vendorId) return vendorId;
  if (actor.role === "vendor") throw new DomainError("VENDOR_NOT_FOUND");
  throw new DomainError("INVALID_INPUT", {
    issues: [{ path: "vendorId", message: "names whose driver it is" }],
  });
}

function newDriver(
  { ids, clock }: FleetDeps,
  input: CreateDriverInput,
  userId: UserId,
  vendorId: VendorId,
): DriverDoc {
  const now = clock.now();
  return {
    _id: DriverId.parse(ids.uuid()),
    userId,
    vendorId,
    fullName: input.fullName,
    email: input.email,
    phone: input.phone,
    vehicleType: input.vehicleType,
    vehicleNumber: input.vehicleNumber ?? null,
    licenseNumber: input.licenseNumber ?? null,
    status: "offline",
    activeOrders: 0,
    version: 1,
    location: null,
    fix: null,
    lastLocationUpdate: null,
    totalDeliveries: 0,
    totalEarningsCents: 0,
    isActive: true,
    createdAt: now,
    updatedAt: now,
  };
}
