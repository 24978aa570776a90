import type { Actor } from "../../../shared/auth/actor.ts";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import { DomainError } from "../../../shared/errors.ts";
import { SessionId, UserId, type VendorId } from "../../../shared/ids.ts";
import type { Place } from "../../../shared/orders/place.schema.ts";
import type { UserView } from "../../../shared/users/user.schema.ts";
import type { VendorCard, VendorView } from "../../../shared/vendors/vendor.schema.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { RequestFacts } from "../auth/index.ts";
import type { DemoServices } from "./demo-services.ts";
import {
  ADMIN,
  CUSTOMERS,
  DEMO_PASSWORD,
  DRIVERS,
  type DriverPart,
  type MemberPart,
  PHARMACY_TEAM,
  VENDORS,
  type VendorKey,
} from "./stories/cast.ts";

export type Business = { vendorId: VendorId; owner: Actor; place: Place };

/** Everybody of the demo world, ready to act. */
export type Cast = {
  admin: Actor;
  businesses: Record<VendorKey, Business>;
  /** By the e-mail address that they sign in with. */
  people: ReadonlyMap<string, Actor>;
};

const KEYS = ["pharmacy", "laboratory", "clinic"] as const satisfies VendorKey[];

type Deps = { services: DemoServices; ids: Ids };

/** Opens every account of the demo world, or finds it when an interrupted start has opened it before. */
export async function openAccounts({ services, ids }: Deps): Promise<Cast> {
  const { auth, users, vendors, drivers } = services;
  const actorOf = (user: Pick<UserView, "id" | "role" | "fullName">, acts: Partial<Actor> = {}): Actor => ({
    userId: user.id,
    role: user.role,
    fullName: user.fullName,
    vendorId: null,
    memberRole: null,
    driverId: null,
    sessionId: SessionId.parse(ids.uuid()),
    mustEnrolSecondFactor: false,
    ...acts,
  });
  // Whoever looks for an account that may not exist yet is nobody in particular.
  const operator = actorOf({ id: UserId.parse(ids.uuid()), role: "admin", fullName: "MedEx" });

  const findUser = async (email: string) =>
    (await users.list(operator, { query: email, limit: 100 })).items.find(user => user.email === email);

  async function openAdmin(): Promise<Actor> {
    const details = { ...ADMIN, password: DEMO_PASSWORD };
    return actorOf(await unlessTaken(users.createAdmin(details), () => findUser(ADMIN.email)));
  }

  async function openCustomer(person: { email: string; fullName: string; phone: string }): Promise<Actor> {
    const { email, fullName, phone } = person;
    const account = { email, fullName, phone, password: DEMO_PASSWORD, role: "user", client: "api" } as const;
    return actorOf(await unlessTaken(registered(auth, account), () => findUser(email)));
  }

  async function openBusiness(admin: Actor, key: VendorKey): Promise<Business> {
    const { address, ...part } = VENDORS[key];
    const create = vendors.create(admin, { ...part, password: DEMO_PASSWORD, address: { address } });
    const vendor = await unlessTaken<VendorCard | VendorView>(create, async () => {
      const { items } = await vendors.list(admin, { query: part.businessName, limit: 100 });
      return items.find(item => "email" in item && item.email === part.email);
    });
    if (!("userId" in vendor)) throw new Error(`${part.businessName} hides its owner from an administrator`);
    const owner = { id: vendor.userId, role: "vendor", fullName: part.ownerName } as const;
    return {
      vendorId: vendor.id,
      owner: actorOf(owner, { vendorId: vendor.id, memberRole: "owner" }),
      place: vendor.address,
    };
  }

  async function openDriver({ owner }: Business, { employer: _, ...part }: DriverPart): Promise<Actor> {
    const driver = await unlessTaken<DriverView>(
      drivers.create(owner, { ...part, password: DEMO_PASSWORD }),
      async () => {
        const { items } = await drivers.list(owner, { query: part.email, limit: 100 });
        return items.find(item => item.email === part.email);
      },
    );
    const user = { id: driver.userId, role: "driver", fullName: driver.fullName } as const;
    return actorOf(user, { vendorId: driver.vendorId, driverId: driver.id });
  }

  async function openMember({ vendorId, owner }: Business, part: MemberPart): Promise<void> {
    const create = vendors.createMember(owner, { ...part, vendorId, password: DEMO_PASSWORD });
    await unlessTaken<{ email: string }>(create, () => findUser(part.email));
  }

  const [admin, customers] = await Promise.all([openAdmin(), opened(CUSTOMERS, openCustomer)]);
  const [pharmacy, laboratory, clinic] = await Promise.all([
    openBusiness(admin, "pharmacy"),
    openBusiness(admin, "laboratory"),
    openBusiness(admin, "clinic"),
  ]);
  const businesses = { pharmacy, laboratory, clinic };
  // One after the other: each change of a team waits for the one before.
  for (const part of PHARMACY_TEAM) await openMember(pharmacy, part);
  const fleet = await opened(DRIVERS, part => openDriver(businesses[part.employer], part));
  return {
    admin,
    businesses,
    people: new Map([
      ...KEYS.map(key => [VENDORS[key].ownerEmail, businesses[key].owner] as const),
      ...customers,
      ...fleet,
    ]),
  };
}

/** Opens many accounts at once; each with its address. */
const opened = <Part extends { email: string }>(
  parts: readonly Part[],
  open: (part: Part) => Promise<Actor>,
) => Promise.all(parts.map(async part => [part.email, await open(part)] as const));

/** Registering signs in; nobody is there to stay signed in. */
async function registered(
  auth: DemoServices["auth"],
  account: Parameters<DemoServices["auth"]["register"]>[1],
): Promise<UserView> {
  const { user, refreshToken } = await auth.register(THE_SERVER_ITSELF, account);
  await auth.logout(null, THE_SERVER_ITSELF, { refreshToken });
  return user;
}

const NO_COOKIE = { read: () => null, set: () => {}, clear: () => {} };

const THE_SERVER_ITSELF: RequestFacts = {
  requestId: "demo",
  ip: "127.0.0.1",
  userAgent: "MedEx demo",
  refreshCookie: NO_COOKIE,
  deviceCookie: NO_COOKIE,
};

/** What was made, or what was there already under this e-mail address. */
async function unlessTaken<Made>(
  making: Promise<Made>,
  find: () => Promise<Made | undefined>,
): Promise<Made> {
  try {
    return await making;
  } catch (error) {
    const found = error instanceof DomainError && error.code === "EMAIL_TAKEN" ? await find() : undefined;
    if (found === undefined) throw error;
    return found;
  }
}
