import type { Actor } from "../../../shared/auth/actor.ts";
import type {
  CreateDriverInput,
  DriverView,
  InviteDriverInput,
} from "../../../shared/drivers/driver.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import { DriverId, type UserId, type VendorId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Transactor, Tx } from "../../platform/mongo/transactor.port.ts";
import type { SessionEnds } from "../../platform/session-ends/session-ends.port.ts";
import { type AuditService, by } from "../audit/index.ts";
import type { Outbox } from "../mail/index.ts";
import type { NewAccount, UserDoc, UsersRepo } from "../users/index.ts";
import type { VendorDoc, VendorsRepo } from "../vendors/index.ts";
import type { DriverDoc } from "./drivers.doc.ts";
import type { DriversRepo } from "./drivers.repo.ts";
import { toDriverView } from "./drivers.view.ts";
import type { Fleet } from "./fleet.ts";

export type FleetDeps = {
  repo: DriversRepo;
  users: UsersRepo;
  vendors: VendorsRepo;
  newAccount: NewAccount;
  audit: AuditService;
  /** Null when this server sends no mail. */
  outbox: Outbox | null;
  sessionEnds: SessionEnds;
  fleet: Fleet;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
};

/**
 * Adds a driver to a fleet, with the account that he signs in with. A business that waits for its approval adds nobody: an
 * account takes an e-mail address, and it may be a stranger's.
 * Errors: VENDOR_NOT_FOUND, VENDOR_NOT_APPROVED, EMAIL_TAKEN, PASSWORD_TOO_COMMON.
 */
export async function createDriver(
  deps: FleetDeps,
  actor: Actor,
  input: CreateDriverInput,
): Promise<DriverView> {
  const vendor = await requireEmployer(deps, actor, input);
  if (!vendor.approvedAt) throw new DomainError("VENDOR_NOT_APPROVED");
  const account = await deps.newAccount({ ...input, role: "driver" });
  return insertDriver(deps, actor, { account, vendor, input, action: "driver.create" });
}

/**
 * Adds a driver who chooses his password by the link in a letter; until then nobody can sign in as him. Only for an
 * approved business, for its name goes to strangers.
 * Errors: VENDOR_NOT_FOUND, VENDOR_NOT_APPROVED, EMAIL_TAKEN, MAIL_UNAVAILABLE.
 */
export async function inviteDriver(
  deps: FleetDeps,
  actor: Actor,
  input: InviteDriverInput,
): Promise<DriverView> {
  const { outbox } = deps;
  if (!outbox) throw new DomainError("MAIL_UNAVAILABLE");
  const vendor = await requireEmployer(deps, actor, input);
  if (!vendor.isActive) throw new DomainError("VENDOR_NOT_APPROVED");
  const account = await deps.newAccount({ ...input, password: null, role: "driver" });
  return insertDriver(deps, actor, { account, vendor, input, action: "driver.invite" }, tx =>
    outbox.post(tx, { purpose: "invitation", to: account.email }),
  );
}

type Newcomer = {
  account: UserDoc;
  vendor: VendorDoc;
  input: InviteDriverInput;
  action: "driver.create" | "driver.invite";
};

async function insertDriver(
  deps: FleetDeps,
  actor: Actor,
  { account, vendor, input, action }: Newcomer,
  alongside: (tx: Tx) => Promise<void> = async () => {},
): Promise<DriverView> {
  const driver = newDriver(deps, input, account._id, vendor._id);
  await deps.transact(async tx => {
    await deps.users.insert(tx, account);
    await deps.repo.insert(tx, driver);
    await alongside(tx);
    await deps.audit.record(tx, {
      ...by(actor),
      action,
      subject: driver._id,
      detail: driver.fullName,
    });
  });
  await deps.fleet.changed(vendor._id);
  return toDriverView(actor, deps.clock.now())(driver);
}

async function requireEmployer(deps: FleetDeps, actor: Actor, input: InviteDriverInput): Promise<VendorDoc> {
  const vendor = await deps.vendors.findFor(actor, employerOf(actor, input));
  if (!vendor) throw new DomainError("VENDOR_NOT_FOUND");
  return vendor;
}

/** A vendor's own fleet, unless another one is named; an administrator has to name one. */
function employerOf(actor: Actor, input: InviteDriverInput): VendorId {
  const vendorId = input.vendorId ?? actor.vendorId;
  if (vendorId) return vendorId;
  if (actor.role === "vendor") throw new DomainError("VENDOR_NOT_FOUND");
  throw new DomainError("INVALID_INPUT", {
    issues: [{ path: "vendorId", message: "names whose driver it is" }],
  });
}

function newDriver(
  { ids, clock }: FleetDeps,
  input: InviteDriverInput,
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
