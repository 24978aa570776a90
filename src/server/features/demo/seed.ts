import type { Actor } from "../../../shared/auth/actor.ts";
import type { LocationPoint } from "../../../shared/drivers/driver.schema.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import { type Cast, openAccounts } from "./accounts.ts";
import { type Chance, createChance } from "./chance.ts";
import { courseBetween, trailAlong } from "./course.ts";
import type { DemoRepo, DemoWorldDoc } from "./demo.repo.ts";
import type { DemoServices, ServicesAt } from "./demo-services.ts";
import { DRIVERS, type DriverPart, isForPeople, LOGINS } from "./stories/cast.ts";
import { openStories, pastStories } from "./stories/history.ts";
import { createStoryClock } from "./story-clock.ts";
import { createStoryteller } from "./storyteller.ts";

/** The same for everybody, so that two people who start the demo see the same company. */
const SEED = "medex demo world 1";
const MINUTE_MS = 60_000;
/** When the accounts were opened, and the drivers came on duty for the first time: before every story. */
const OPENED_MS_AGO = 5 * 24 * 60 * MINUTE_MS;
/** Drivers who rest when somebody looks for the first time; the one whom people play is free to begin. */
const OFF_DUTY: Readonly<Record<string, "offline" | "on_break">> = {
  [LOGINS.driver]: "offline",
  "oliver@medex.test": "on_break",
  "maria@medex.test": "offline",
};

type Deps = { repo: DemoRepo; clock: Clock; ids: Ids; servicesAt: ServicesAt };

/**
 * Makes the demo world through the services, unless an earlier start has; one that was interrupted is completed,
 * with the times that it was begun with.
 */
export async function seedDemoWorld({ repo, clock, ids, servicesAt }: Deps): Promise<DemoWorldDoc> {
  const known = await repo.find();
  if (known?.finishedAt) return known;
  const world = await repo.begin(clock.now());
  const { presentAt } = world;
  const storyClock = createStoryClock(presentAt);
  const chance = createChance(SEED);
  await using built = await servicesAt(storyClock);
  const { services } = built;
  const openedAt = new Date(presentAt.getTime() - OPENED_MS_AGO);

  const cast = await storyClock.at(openedAt, () => openAccounts({ services, ids }));
  const drivers = DRIVERS.map(part => ({ part, actor: memberOf(cast, part.email) }));
  await storyClock.at(openedAt, () => allOf(drivers.map(({ actor }) => goOnDuty(services, actor))));
  const teller = createStoryteller({ services, clock: storyClock, cast, chance, isResumed: known !== null });
  // One lane a driver: he does one thing after the other, and the others theirs at the same time.
  await allOf(
    pastStories(presentAt, chance).map(async lane => {
      for (const story of lane) await teller.tell(story);
    }),
  );
  // Every offer of the past has been answered by now, so what runs out here belongs to the present.
  const open = await allOf(openStories(presentAt, chance).map(teller.tell));
  await services.orders.expireOffers();

  const present = { services, cast, open, presentAt, chance };
  await allOf(
    drivers.map(async ({ part, actor }) => {
      const status = OFF_DUTY[part.email];
      if (status) await services.drivers.setStatus(actor, { status });
      else await services.locations.report(actor, { points: await lastMinutes(part, present) });
    }),
  );
  const finished = { ...remembered(cast), finishedAt: clock.now() };
  await repo.finish(finished);
  return { ...world, ...finished };
}

/** Does nothing for who carries a parcel since an interrupted telling. */
async function goOnDuty({ drivers }: DemoServices, actor: Actor): Promise<void> {
  const { status } = await drivers.me(actor);
  if (status !== "busy") await drivers.setStatus(actor, { status: "available" });
}

/** As `Promise.all`, but a failure waits for the others: nobody may go on telling when the services are gone. */
async function allOf<Result>(work: Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

type Present = {
  services: DemoServices;
  cast: Cast;
  open: readonly OrderView[];
  presentAt: Date;
  chance: Chance;
};

/** What the phone of a driver on duty has just recorded: on the way to a recipient, or around the base. */
async function lastMinutes(
  { email, employer, vehicleType }: DriverPart,
  { services, cast, open, presentAt, chance }: Present,
): Promise<LocationPoint[]> {
  const luck = chance.fork(`now/${email}`);
  const { place } = cast.businesses[employer];
  const around = () => ({
    latitude: place.latitude + luck.between(-0.001, 0.001),
    longitude: place.longitude + luck.between(-0.0015, 0.0015),
  });
  const { driverId } = memberOf(cast, email);
  const carried = open.find(order => order.driverId === driverId && order.status === "out_for_delivery");
  const [from, to] = carried ? [carried.pickup, carried.delivery] : [around(), around()];
  const course = await courseBetween(from, to, vehicleType, services.maps.route);
  const underWayMs = carried?.outForDeliveryAt
    ? presentAt.getTime() - Date.parse(carried.outForDeliveryAt)
    : MINUTE_MS;
  const wholeMs = course.seconds * 1_000;
  const goneMs = Math.min(wholeMs * luck.between(0.3, 0.5), underWayMs);
  const begunAt = new Date(presentAt.getTime() - goneMs);
  return trailAlong(course, begunAt, presentAt, luck, course.lengthMeters * (goneMs / wholeMs));
}

function remembered({ businesses, people }: Cast): Omit<DemoWorldDoc, "_id" | "presentAt" | "finishedAt"> {
  const { pharmacy, laboratory, clinic } = businesses;
  const simulated = [...people].filter(([email]) => !isForPeople(email)).map(([, actor]) => actor);
  return {
    vendorIds: {
      pharmacy: pharmacy.vendorId,
      laboratory: laboratory.vendorId,
      clinic: clinic.vendorId,
    },
    simulatedUserIds: simulated.map(({ userId }) => userId),
    simulatedDriverIds: simulated.flatMap(({ driverId }) => driverId ?? []),
  };
}

function memberOf({ people }: Cast, email: string) {
  const actor = people.get(email);
  if (!actor) throw new Error(`${email} is not in the cast`);
  return actor;
}
