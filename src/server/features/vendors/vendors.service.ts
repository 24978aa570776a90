import type { Actor } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { VendorId } from "../../../shared/ids.ts";
import type { Place, PlaceInput } from "../../../shared/orders/place.schema.ts";
import type { Page } from "../../../shared/pagination.ts";
import type {
  CreateVendorInput,
  ListVendorsInput,
  SetVendorActiveInput,
  UpdateVendorInput,
  VendorCard,
  VendorView,
} from "../../../shared/vendors/vendor.schema.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { type AuditAction, by, changesOf, type Watched } from "../audit/index.ts";
import { type Directory, isOfDirectory } from "./directory.ts";
import { newVendor, toStoredPlace } from "./new-vendor.ts";
import { createTeam, type TeamDeps } from "./team.ts";
import { surelySees } from "./vendors.policy.ts";
import type { VendorChange, VendorDoc } from "./vendors.repo.ts";
import { toVendorView, toWhatSees } from "./vendors.view.ts";

/** A place with coordinates. Errors: ADDRESS_NOT_FOUND, OUTSIDE_SERVICE_AREA. */
export type ResolvePlace = (place: PlaceInput) => Promise<Place>;

type Deps = TeamDeps & { directory: Directory; resolvePlace: ResolvePlace; ids: Ids };

const WATCHED: Watched<VendorDoc> = {
  isActive: "value",
  businessName: "value",
  email: "personal",
  phone: "personal",
  address: "personal",
  pricing: "value",
  proofPolicy: "value",
};

export type VendorsService = ReturnType<typeof createVendorsService>;

/** Businesses that send parcels. */
export function createVendorsService(deps: Deps) {
  const { repo, directory, users, newAccount, audit, resolvePlace, transact, clock, ids } = deps;

  /** Changes a business in one transaction with its entry in the audit log. */
  async function change(
    actor: Actor,
    vendorId: VendorId,
    action: AuditAction,
    decide: (tx: Tx, vendor: VendorDoc) => VendorChange | Promise<VendorChange>,
  ): Promise<VendorView> {
    const view = await transact(async tx => {
      const before = await repo.findFor(actor, vendorId, tx);
      if (!before) throw new DomainError("VENDOR_NOT_FOUND");
      const vendor = await repo.update(tx, actor, vendorId, await decide(tx, before), clock.now());
      if (!vendor) throw new DomainError("VENDOR_NOT_FOUND");
      await audit.record(tx, {
        ...by(actor),
        action,
        subject: vendorId,
        detail: vendor.businessName,
        changes: changesOf(WATCHED, before, vendor),
      });
      return toVendorView(actor)(vendor);
    });
    await directory.changed();
    return view;
  }

  return {
    ...createTeam(deps),

    /** A business with the account of its owner, open at once. Errors: EMAIL_TAKEN, and those of the address. */
    async create(actor: Actor, input: CreateVendorInput): Promise<VendorView> {
      const place = await resolvePlace(input.address);
      const owner = await newAccount({
        email: input.ownerEmail,
        password: input.password,
        fullName: input.ownerName,
        phone: input.phone,
        role: "vendor",
      });
      const { businessName, email, phone, pricing, proofPolicy } = input;
      const vendor = newVendor({
        id: ids.uuid(),
        userId: owner._id,
        ...{ businessName, email, phone, place, pricing, proofPolicy },
        isApproved: true,
        now: clock.now(),
      });
      await transact(async tx => {
        await users.insert(tx, owner);
        await repo.insert(tx, vendor);
        await audit.record(tx, {
          ...by(actor),
          action: "vendor.create",
          subject: vendor._id,
          detail: businessName,
        });
      });
      await directory.changed();
      return toVendorView(actor)(vendor);
    },

    /** The business that the actor acts for. Errors: VENDOR_NOT_FOUND. */
    async me(actor: Actor): Promise<VendorView> {
      const vendor = actor.vendorId && (await repo.findFor(actor, actor.vendorId));
      if (!vendor) throw new DomainError("VENDOR_NOT_FOUND");
      return toVendorView(actor)(vendor);
    },

    /** Errors: VENDOR_NOT_FOUND. */
    async get(actor: Actor, { vendorId }: { vendorId: VendorId }): Promise<VendorCard | VendorView> {
      const vendor = await repo.findFor(actor, vendorId);
      if (!vendor) throw new DomainError("VENDOR_NOT_FOUND");
      return toWhatSees(actor)(vendor);
    },

    /** Resolves when the actor may see the business. A thousand boards may ask at once. Errors: VENDOR_NOT_FOUND. */
    async require(actor: Actor, vendorId: VendorId): Promise<void> {
      if (!surelySees(actor, vendorId) && !(await repo.findFor(actor, vendorId)))
        throw new DomainError("VENDOR_NOT_FOUND");
    },

    async list(actor: Actor, input: ListVendorsInput): Promise<Page<VendorCard | VendorView>> {
      if (isOfDirectory(actor, input)) return directory.list(actor, input);
      const page = await repo.list(actor, input);
      return { ...page, items: page.items.map(toWhatSees(actor)) };
    },

    /** Changes what is given. Errors: VENDOR_NOT_FOUND, and those of the address. */
    async update(actor: Actor, { vendorId, address, ...rest }: UpdateVendorInput): Promise<VendorView> {
      const place = address && toStoredPlace(await resolvePlace(address));
      return change(actor, vendorId, "vendor.update", () => ({ ...rest, ...place }));
    },

    /** Approves, pauses or reopens a business. Errors: VENDOR_NOT_FOUND. */
    setActive: (actor: Actor, { vendorId, isActive }: SetVendorActiveInput): Promise<VendorView> =>
      change(actor, vendorId, isActive ? "vendor.activate" : "vendor.deactivate", (_tx, vendor) => ({
        isActive,
        approvedAt: vendor.approvedAt ?? (isActive ? clock.now() : null),
      })),
  };
}
