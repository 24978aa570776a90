import { silentSince } from "../../../shared/drivers/driver.presence.ts";
import { fromGeoJson, type Point } from "../../../shared/geo.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import { type RemainingStop, remainingStops } from "../../../shared/orders/remaining-stops.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { LiveBus } from "../../platform/live-bus/live-bus.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { MapsPort } from "../../platform/maps/maps.port.ts";
import type { Timers } from "../../platform/timers/timers.port.ts";
import type { DriverDoc, SilentDriver } from "../drivers/index.ts";
import type { DriverPosition } from "../locations/index.ts";
import type { MapBills } from "../maps/index.ts";
import { type Move, type OrderDoc, STALE, type StoredEta } from "../orders/index.ts";
import { type Course, createCourse } from "./course.ts";
import { type Estimate, estimateOf, hasChanged } from "./estimate.ts";
import type { EtaLogRepo } from "./eta-log.repo.ts";
import { createExperience } from "./experience.ts";
import { forecastsOf, type Stop } from "./forecast.ts";
import { createQuestions } from "./questions.ts";
import { createTeller, type Turn } from "./teller.ts";
import { createTurns } from "./turns.ts";
import { createWay } from "./way.ts";
import type { WaysRepo } from "./ways.repo.ts";

type Deps = {
  maps: Pick<MapsPort, "route" | "capabilities" | "source">;
  ways: WaysRepo;
  log: EtaLogRepo;
  clock: Clock;
  timers: Timers;
  ids: Ids;
  liveBus: LiveBus;
  logger: Logger;
  /** What answers of a paid map have cost, by order. */
  billTo: MapBills["billTo"];
  /** Orders in the hands of these drivers, as they were offered. */
  carriedBy: (driverIds: readonly DriverId[]) => Promise<OrderDoc[]>;
  /** Of these those of which it has not been told yet that there is no time. */
  expectedFrom: (driverIds: readonly DriverId[]) => Promise<OrderDoc[]>;
  /**
   * Keeps an estimate, without a new version of the order, and takes the turn to tell of it if there is one; answers when it
   * was told of before that. Null when the order is not as it was seen any more.
   */
  saveEta: (seen: SeenOrder, eta: StoredEta, turn: Turn) => Promise<{ lastToldAt: Date | null } | null>;
  takeEtaTurn: (orderId: OrderId, lastToldAt: Date, now: Date) => Promise<StoredEta | null>;
  driverOf: (driverId: DriverId) => Promise<DriverDoc | null>;
  silentDrivers: (now: Date) => Promise<SilentDriver[]>;
};

type SeenOrder = Pick<OrderDoc, "_id" | "version" | "eta">;

/** Where a driver is, as far as an estimate needs to know. */
type Whereabouts = Pick<DriverPosition, "driverId" | "point" | "timestamp" | "accuracy">;

export type EtaService = AsyncDisposable & {
  /**
   * Takes in where drivers are, and estimates anew for their orders, at most every 15 s a driver unless he has come to a
   * stop; returns at once. Wire it to `locations.onPositions`.
   */
  refresh(positions: readonly Whereabouts[]): void;
  /** An order has moved: its driver's others are estimated anew at once, and what was foretold of it has come out. */
  moved(order: OrderDoc, move: Move): void;
  /** Says of orders whose drivers are silent that there is no time, and why; a chore, for every process. */
  tellStale(): Promise<void>;
  /** Learns from what came of earlier estimates, when that was some time ago; a chore. */
  learn(): Promise<void>;
  /** Resolves when nothing is being estimated. */
  settled(): Promise<void>;
};

/** A phone's clock may be minutes slow; a fix beyond this was kept while there was no network. */
const OLDEST_FIX_MS = 15 * 60_000;
/** What was heard by another process may lie so far ahead of this one's clock. */
const CLOCKS_DIFFER_MS = 5_000;
/** Some kilobytes each. A driver who has not been seen for longest is forgotten first. */
const MAX_COURSES = 10_000;

export function createEtaService(deps: Deps): EtaService {
  const { maps, ways, log, clock, ids, logger } = deps;
  const courses = new Map<DriverId, Course>();
  const running = new Set<Promise<void>>();
  const teller = createTeller({ ...deps, takeTurn: deps.takeEtaTurn });
  const experience = createExperience({ log, clock });
  const turns = createTurns({ clock, begin });

  function courseOf(driverId: DriverId): Course {
    const known = courses.get(driverId);
    courses.delete(driverId);
    const course = known ?? newCourse(driverId);
    courses.set(driverId, course);
    const [oldest] = courses.keys();
    if (courses.size > MAX_COURSES && oldest) courses.delete(oldest);
    return course;
  }

  const newCourse = (driverId: DriverId): Course =>
    createCourse(
      createWay({
        questions: createQuestions({ maps, clock, logger }),
        billTo: deps.billTo,
        capabilities: maps.capabilities,
        shelf: {
          read: () => ways.of(driverId),
          write: legs => (legs.length > 0 ? ways.keep(driverId, legs, clock.now()) : ways.remove(driverId)),
        },
        clock,
      }),
    );

  function see({ driverId, point, timestamp, accuracy }: Whereabouts): ReturnType<Course["see"]> {
    const sighting = { point, accuracyMeters: accuracy, at: timestamp };
    return courseOf(driverId).see(sighting, clock.now());
  }

  /** Reads the orders of all at once; who has to wait for a map holds up nobody else. */
  function begin(driverIds: readonly DriverId[]): (driverId: DriverId) => Promise<void> {
    const reading = deps.carriedBy(driverIds);
    return driverId =>
      reading
        .then(orders => orders.filter(order => order.driverId === driverId))
        .then(orders => estimate(courseOf(driverId), orders))
        .catch(failed("An estimate of arrival failed"));
  }

  async function estimate(course: Course, orders: readonly OrderDoc[]): Promise<void> {
    const seen = course.last();
    const stops = remainingStops(orders).map(toStop);
    const [next] = stops;
    if (!seen) return;
    const arrivedAt = next ? course.headFor({ key: keyOf(next), point: next.point }, arrivalAt(next)) : null;
    const targets = stops.map(({ order, point }) => ({ orderId: order._id, point }));
    const legs = await course.way.over(targets, seen, next?.order.driver?.vehicleType ?? "car");
    const now = clock.now();
    const stoodSeconds = arrivedAt && (now.getTime() - arrivedAt.getTime()) / 1_000;
    const circumstances = { now, fixAt: seen.at, arrivedAt, experience: experience.now() };
    const forecasts = forecastsOf(stops, legs, stoodSeconds);
    await Promise.all(forecasts.map(forecast => keep(estimateOf(forecast, circumstances))));
  }

  async function keep({ order, eta, entries }: Estimate): Promise<void> {
    // Another process may know of a later position: what rests on an earlier one is not worth more for being made later.
    const isOlder = order.eta !== null && eta.fixAt < order.eta.fixAt;
    if (isOlder || !hasChanged(eta, order.eta)) return;
    // Written down before it is shown: who takes or hands over the parcel in this moment finds what came of it.
    const written = entries.map(entry => ({ _id: ids.uuid(), ...entry }));
    await log.add(written);
    if (!(await show(order, eta))) await log.strike(written.map(({ _id }) => _id));
  }

  /** False when the order is not as it was seen any more. */
  async function show(order: OrderDoc, eta: StoredEta): Promise<boolean> {
    const turn = teller.turn();
    const kept = await deps.saveEta(order, eta, turn);
    if (kept) teller.tell(order, eta, turn, kept.lastToldAt);
    return kept !== null;
  }

  /** Says of the orders of drivers who carry some and are silent that there is no time, and why. */
  async function tellSilence(drivers: readonly SilentDriver[], now: Date): Promise<void> {
    const silences = new Map<DriverId, { since: Date; fixAt: Date }>();
    for (const driver of drivers) {
      const since = silentSince(driver, now);
      if (driver.status === "busy" && since)
        silences.set(driver._id, { since, fixAt: driver.fix?.timestamp ?? since });
    }
    for (const order of await deps.expectedFrom([...silences.keys()])) {
      const silence = order.driverId && silences.get(order.driverId);
      if (!silence) continue;
      const { since } = silence;
      // Who was silent already when he got the order has never been expected; that too has its reason.
      const fixAt = order.eta?.fixAt ?? silence.fixAt;
      await show(order, { ...STALE, since, fixAt, computedAt: now });
    }
  }

  /** Estimates are nobody's command: what fails is logged, and the next position brings another try. */
  const failed = (message: string) => (error: unknown) => logger.warn({ err: error }, message);

  async function settled(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
    await turns.settled();
    await teller.settled();
  }

  async function estimateFromLastPosition(driverId: DriverId): Promise<void> {
    const driver = await deps.driverOf(driverId);
    const now = clock.now();
    if (driver && silentSince(driver, now)) return tellSilence([driver], now);
    if (!driver?.location || !driver.fix || isStillToCome(driver, now)) return;
    const { timestamp, accuracy } = driver.fix;
    see({ driverId, point: fromGeoJson(driver.location), timestamp, accuracy });
    turns.take([driverId]);
  }

  return {
    refresh(positions) {
      const oldest = new Date(clock.now().getTime() - OLDEST_FIX_MS);
      const due = positions.filter(position => {
        if (position.timestamp < oldest) return false;
        const verdict = see(position);
        return verdict === "crossed" || (verdict === "moved" && turns.isDue(position.driverId));
      });
      turns.take([...new Set(due.map(({ driverId }) => driverId))]);
    },

    moved(order, move) {
      if (order.eta === null) teller.forget(order._id);
      const driverId = order.driverId ?? order.assignment?.driverId;
      const work = Promise.all([
        conclude(log, order, move).catch(failed("What came of an estimate was not kept")),
        driverId && estimateFromLastPosition(driverId).catch(failed("An estimate of arrival failed")),
      ]).then(() => {
        running.delete(work);
      });
      running.add(work);
    },

    async tellStale() {
      const now = clock.now();
      await tellSilence(await deps.silentDrivers(now), now);
    },

    learn: experience.renew,
    settled,

    async [Symbol.asyncDispose]() {
      await settled();
      await teller[Symbol.asyncDispose]();
    },
  };
}

/** Writes down what came of the estimates of an order, or that it will never be known. */
async function conclude(
  log: EtaLogRepo,
  { _id, pickedUpAt, deliveredAt }: OrderDoc,
  move: Move,
): Promise<void> {
  if (move === "pickUp" && pickedUpAt) await log.settle(_id, "pickup", pickedUpAt);
  if (move === "deliver" && deliveredAt) await log.settle(_id, "delivery", deliveredAt);
  if (move === "unassign" || move === "cancel" || move === "update") await log.forget(_id);
}

/**
 * Where he will be says nothing about the way there. Only where a story is told out of its order: the demo reports whole
 * trails first, and then what happened on them, each by the clock of its own time.
 */
const isStillToCome = ({ lastLocationUpdate }: DriverDoc, now: Date): boolean =>
  Number(lastLocationUpdate) > now.getTime() + CLOCKS_DIFFER_MS;

const toStop = ({ kind, order }: RemainingStop<OrderDoc>): Stop<OrderDoc> => ({
  kind,
  order,
  point: placeOf(order, kind),
});

const placeOf = (order: OrderDoc, kind: "pickup" | "delivery"): Point => fromGeoJson(order[kind].location);

const keyOf = ({ kind, order }: Stop<OrderDoc>): string => `${kind} ${order._id}`;

/** When the driver came to a stop, as far as anybody has kept it. */
const arrivalAt = ({ kind, order: { eta } }: Stop<OrderDoc>): Date | null =>
  eta?.state === "arriving" && eta.nextStop === kind ? eta.arrivedAt : null;
