import type { Actor } from "../../../shared/auth/actor.ts";
import type {
  CreateDriverInput,
  DriverView,
  InviteDriverInput,
  ListDriversInput,
  SetDriverActiveInput,
  SetDriverStatusInput,
  UpdateDriverInput,
} from "../../../shared/drivers/driver.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { DriverId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { by, changesOf, type Watched } from "../audit/index.ts";
import { createJoinedReads } from "../joined-reads/index.ts";
import type { DriverDoc } from "./drivers.doc.ts";
import { visibleDrivers } from "./drivers.policy.ts";
import { toDriverView } from "./drivers.view.ts";
import { leaveDuty, setActive, setStatus } from "./duty.ts";
import { createDriver, type FleetDeps, inviteDriver } from "./new-driver.ts";

const WATCHED: Watched<DriverDoc> = {
  fullName: "personal",
  phone: "personal",
  vehicleType: "value",
  vehicleNumber: "personal",
  licenseNumber: "personal",
};

export type DriversService = ReturnType<typeof createDriversService>;

/** The fleets of vendors, and the duty of drivers. */
export function createDriversService(deps: FleetDeps) {
  const { repo, users, audit, transact, clock } = deps;
  /** After an event every board of a business asks for the same page. Who sees the same drivers may share it. */
  const pages = createJoinedReads(
    ({ actor, input }: { actor: Actor; input: ListDriversInput }) => repo.list(actor, input),
    ({ actor, input }) => JSON.stringify([visibleDrivers(actor), input]),
  );
  return {
    create: (actor: Actor, input: CreateDriverInput) => createDriver(deps, actor, input),
    invite: (actor: Actor, input: InviteDriverInput) => inviteDriver(deps, actor, input),
    setStatus: (actor: Actor, input: SetDriverStatusInput) => setStatus(deps, actor, input),
    setActive: (actor: Actor, input: SetDriverActiveInput) => setActive(deps, actor, input),
    leaveDuty: (tx: Tx, actor: Actor, driverId: DriverId) => leaveDuty(deps, tx, actor, driverId),

    /** The driver profile that the actor works with. Errors: DRIVER_NOT_FOUND. */
    async me(actor: Actor): Promise<DriverView> {
      const driver = actor.driverId && (await repo.findFor(actor, actor.driverId));
      if (!driver) throw new DomainError("DRIVER_NOT_FOUND");
      return toDriverView(actor, clock.now())(driver);
    },

    /** Errors: DRIVER_NOT_FOUND. */
    async get(actor: Actor, { driverId }: { driverId: DriverId }): Promise<DriverView> {
      const driver = await repo.findFor(actor, driverId);
      if (!driver) throw new DomainError("DRIVER_NOT_FOUND");
      return toDriverView(actor, clock.now())(driver);
    },

    async list(actor: Actor, input: ListDriversInput): Promise<Page<DriverView>> {
      const page = await pages({ actor, input });
      return { ...page, items: page.items.map(toDriverView(actor, clock.now())) };
    },

    /** Changes what is given; name and telephone number of the account follow. Errors: DRIVER_NOT_FOUND. */
    update: (actor: Actor, { driverId, ...change }: UpdateDriverInput): Promise<DriverView> =>
      transact(async tx => {
        const now = clock.now();
        const before = await repo.findFor(actor, driverId, tx);
        const driver = await repo.update(tx, actor, driverId, change, now);
        if (!before || !driver) throw new DomainError("DRIVER_NOT_FOUND");
        await audit.record(tx, {
          ...by(actor),
          action: "driver.update",
          subject: driverId,
          detail: driver.fullName,
          changes: changesOf(WATCHED, before, driver),
        });
        await users.update(tx, driver.userId, { fullName: driver.fullName, phone: driver.phone }, now);
        return toDriverView(actor, now)(driver);
      }),
  };
}
