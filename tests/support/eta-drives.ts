import { type Chance, createChance } from "../../src/server/features/demo/chance.ts";
import type { DriverDoc } from "../../src/server/features/drivers/index.ts";
import { createEtaService } from "../../src/server/features/eta/index.ts";
import type { OrderDoc, StoredEta } from "../../src/server/features/orders/index.ts";
import type { LivePost } from "../../src/server/platform/live-bus/live-bus.port.ts";
import { createLogger } from "../../src/server/platform/logger/logger.ts";
import type { RouteQuestion } from "../../src/server/platform/maps/maps.port.ts";
import { isSilent } from "../../src/shared/drivers/driver.presence.ts";
import { distanceMeters, type Point, pathLengthMeters, toGeoJson } from "../../src/shared/geo.ts";
import { DriverId, OrderId, VendorId } from "../../src/shared/ids.ts";
import type { RouteResult } from "../../src/shared/maps/maps.schema.ts";
import { encodePolyline } from "../../src/shared/maps/polyline.ts";
import type { StopKind } from "../../src/shared/orders/remaining-stops.ts";
import { collectLog } from "./collected-logs.ts";
import { createManualTime } from "./manual-time.ts";
import { createSequentialIds } from "./sequential-ids.ts";

/*
 * Deliveries in an invented city, fix by fix: streets run along the compass, the map says how long a way takes on an
 * ordinary day, and drivers err from that as people do. Estimates are made by the product's own service; what it stores
 * lies in memory. Nothing is left to chance but what the seed says.
 */

const DEGREE_METERS = 111_195;
const CENTRE = { latitude: 60.17, longitude: 24.94 };
const SHRINK = Math.cos((CENTRE.latitude * Math.PI) / 180);
/** What the map believes, and what a car does on an ordinary day. */
const MAP_KMH = 24;
const FIX_EVERY_MS = 5_000;

/** A point so many metres east and north of the centre. */
export const place = (east: number, north: number): Point => ({
  latitude: CENTRE.latitude + north / DEGREE_METERS,
  longitude: CENTRE.longitude + east / (DEGREE_METERS * SHRINK),
});

/** Along the streets: first east or west, then north or south; or the other way round. */
const streets = (from: Point, to: Point, isOther = false): Point[] => [
  from,
  isOther
    ? { latitude: to.latitude, longitude: from.longitude }
    : { latitude: from.latitude, longitude: to.longitude },
  to,
];

type Question = RouteQuestion & { at: number };

/** A map that is paid for by the question, and counts. */
export function createPaidMap(now: () => number) {
  const questions: Question[] = [];
  return {
    source: "google" as const,
    capabilities: { traffic: true, billed: true },
    questions,
    route(question: RouteQuestion): Promise<RouteResult> {
      questions.push({ ...question, at: now() });
      question.onBilled?.("route", 1);
      const points = streets(question.origin, question.destination);
      const distanceKm = pathLengthMeters(points) / 1_000;
      return Promise.resolve({
        distanceKm,
        durationMinutes: (distanceKm / MAP_KMH) * 60,
        polyline: encodePolyline(points),
        approximate: false,
        source: "google",
      });
    },
  };
}

/** How people differ from the map. */
export type Noise = {
  /** Standard deviation of the logarithm of a whole leg's speed, and of each half minute's on top. */
  legSpeed: number;
  momentSpeed: number;
  /** Speeds at rush hour (7 to 9 and 15 to 17 by the sun), as a share of the map's; the map does not know. */
  rushHour: number;
  /** Of the logarithm of the time at a stop. */
  dwell: number;
  /** Share of fixes that are vague. */
  vague: number;
};

export const ORDINARY: Noise = { legSpeed: 0.16, momentSpeed: 0.25, rushHour: 0.75, dwell: 0.4, vague: 0.03 };
/** Minutes at a stop, in the middle. */
const DWELL_MINUTES = { pickup: 4, delivery: 2.5 } satisfies Record<StopKind, number>;

export type Shown = { orderId: OrderId; at: number; eta: StoredEta };
export type Trip = {
  orders: readonly OrderDoc[];
  /** Paid questions to the map while it lasted. */
  questions: readonly Question[];
  minutes: number;
  fixes: number;
};

type KnownLegs = Parameters<Parameters<typeof createEtaService>[0]["ways"]["keep"]>[1];
type Entry = Parameters<Parameters<typeof createEtaService>[0]["log"]["add"]>[0][number];

/** The city with its estimates. */
export function createEtaCity(seed: string, noise: Noise = ORDINARY) {
  const chance = createChance(seed);
  const time = createManualTime("2026-11-02T00:00:00.000Z");
  const nowMs = () => time.clock.now().getTime();
  const ids = createSequentialIds();
  const maps = createPaidMap(nowMs);
  const orders = new Map<OrderId, OrderDoc>();
  const entries: Entry[] = [];
  const shown: Shown[] = [];
  const told: { at: number; post: LivePost }[] = [];

  /** What happens just before estimates are written down. */
  const meanwhile: { logging?: () => Promise<void> } = {};
  /** What the map has cost, by order. */
  const bills = new Map<OrderId, number>();
  const ways = new Map<DriverId, KnownLegs>();
  const drivers = new Map<DriverId, DriverDoc>();

  const startProcess = () =>
    createEtaService({
      maps,
      ways: {
        of: async driverId => [...(ways.get(driverId) ?? [])],
        keep: async (driverId, legs) => void ways.set(driverId, legs),
        remove: async driverId => void ways.delete(driverId),
      },
      log: {
        async add(docs) {
          await meanwhile.logging?.();
          entries.push(...docs.map(doc => ({ ...doc })));
        },
        strike: async ids =>
          void entries.splice(0, entries.length, ...entries.filter(({ _id }) => !ids.includes(_id))),
        async settle(orderId, stop, outcomeAt) {
          for (const entry of entries) {
            if (entry.orderId !== orderId || entry.outcomeAt || !entry.kind.endsWith(stop)) continue;
            entry.outcomeAt = outcomeAt;
            entry.ratio = (outcomeAt.getTime() - entry.at.getTime()) / 1_000 / entry.foretoldSeconds;
          }
        },
        forget: async () => {},
        async *newestSamples(limit) {
          const settled = entries.filter(({ outcomeAt }) => outcomeAt !== null).toReversed();
          for (const { ratio, ...entry } of settled.slice(0, limit)) yield { ...entry, ratio: ratio ?? 0 };
        },
      },
      ...time,
      ids,
      liveBus: {
        publish: posts => told.push(...posts.map(post => ({ at: nowMs(), post }))),
        listen: () => () => {},
        follow: () => () => {},
      },
      logger: createLogger("debug", { write: collectLog }),
      billTo: orderId => (_, units) => bills.set(orderId, (bills.get(orderId) ?? 0) + units),
      carriedBy: async driverIds =>
        [...orders.values()].filter(({ driverId }) => driverId && driverIds.includes(driverId)),
      expectedFrom: async driverIds =>
        [...orders.values()].filter(
          ({ driverId, eta }) => driverId && driverIds.includes(driverId) && eta?.state !== "stale",
        ),
      async saveEta({ _id, version, eta: seen }, eta, { now, lastToldBy }) {
        const order = orders.get(_id);
        if (order?.version !== version || order.eta !== seen) return null;
        const lastToldAt = order.etaToldAt ?? null;
        const isTurn = !lastToldAt || lastToldAt <= lastToldBy;
        orders.set(_id, { ...order, eta, ...(isTurn && { etaToldAt: now }) });
        shown.push({ orderId: _id, at: nowMs(), eta });
        return { lastToldAt };
      },
      async takeEtaTurn(orderId, lastToldAt, now) {
        const order = orders.get(orderId);
        if (!order?.eta || order.etaToldAt?.getTime() !== lastToldAt.getTime()) return null;
        orders.set(orderId, { ...order, etaToldAt: now });
        return order.eta;
      },
      driverOf: async driverId => drivers.get(driverId) ?? null,
      silentDrivers: async now => [...drivers.values()].filter(driver => isSilent(driver, now)),
    });
  const service = startProcess();

  function anOrder(driverId: DriverId, pickup: Point, delivery: Point): OrderDoc {
    const order = {
      _id: OrderId.parse(ids.uuid()),
      vendorId: VendorId.parse("00000000-0000-7000-8000-0000000000aa"),
      driverId,
      driver: { fullName: "Ilmo", phone: "", vehicleType: "car" },
      status: "driver_assigned",
      version: 1,
      pickup: { address: "", location: toGeoJson(pickup) },
      delivery: { address: "", location: toGeoJson(delivery) },
      eta: null,
      pickedUpAt: null,
      deliveredAt: null,
    } as unknown as OrderDoc;
    orders.set(order._id, order);
    return order;
  }

  /** One step of an order's life; what follows from it for estimates. */
  async function move(orderId: OrderId, to: "pickUp" | "startDelivery" | "deliver"): Promise<void> {
    const order = orders.get(orderId);
    if (!order) throw new Error("No such order");
    const now = time.clock.now();
    const change: Partial<OrderDoc> = {
      pickUp: { status: "picked_up" as const, pickedUpAt: now },
      startDelivery: { status: "out_for_delivery" as const },
      deliver: { status: "delivered" as const, deliveredAt: now, eta: null },
    }[to];
    const moved = { ...order, ...change, version: order.version + 1 };
    if (to === "deliver") orders.delete(orderId);
    else orders.set(orderId, moved);
    service.moved(moved, to);
    await service.settled();
  }

  /** Somebody with his luck, his phone and a car. */
  function aDriver(luck: Chance, start: Point) {
    const driverId = DriverId.parse(ids.uuid());
    let here = start;
    let fixes = 0;

    async function report(): Promise<void> {
      fixes += 1;
      const isVague = luck.happens(noise.vague);
      const accuracy = isVague ? luck.between(55, 95) : luck.between(4, 14);
      const error = () => normal(luck) * accuracy * 0.6;
      const point = {
        latitude: here.latitude + error() / DEGREE_METERS,
        longitude: here.longitude + error() / (DEGREE_METERS * SHRINK),
      };
      service.refresh([{ driverId, point, timestamp: time.clock.now(), accuracy }]);
      await service.settled();
    }

    async function tick(): Promise<void> {
      time.advance(FIX_EVERY_MS);
      await report();
    }

    return {
      driverId,
      report,
      fixes: () => fixes,

      /** Drives the streets; `isOther` goes round the corner that the map does not think of. */
      async driveTo(to: Point, isOther = false): Promise<void> {
        const points = streets(here, to, isOther);
        const metersPerSecond =
          (MAP_KMH / 3.6) * Math.exp(normal(luck) * noise.legSpeed) * paceAt(nowMs(), noise);
        for (const corner of points.slice(1)) {
          let moment = 1;
          for (let count = 0; distanceMeters(here, corner) > 1; count++) {
            if (count % 6 === 0)
              moment = Math.exp(normal(luck) * noise.momentSpeed - noise.momentSpeed ** 2 / 2);
            here = towards(here, corner, metersPerSecond * moment * (FIX_EVERY_MS / 1_000));
            await tick();
          }
        }
      },

      /** Stands at a stop as long as it takes. */
      async stand(kind: StopKind, share = 1): Promise<void> {
        const lasts = DWELL_MINUTES[kind] * share * 60_000 * Math.exp(normal(luck) * noise.dwell);
        for (let left = lasts; left > 0; left -= FIX_EVERY_MS) await tick();
      },
    };
  }

  type Plan = { start: Point; pickup: Point; doors: readonly Point[]; detourTo?: Point; hour?: number };

  /** One run: from where the driver is to the pickup, and to one door after the other. */
  async function run(luck: Chance, { start, pickup, doors, detourTo, hour }: Plan): Promise<Trip> {
    if (hour !== undefined) time.advance(untilHour(nowMs(), hour));
    const driver = aDriver(luck, start);
    const begunAt = nowMs();
    const asked = maps.questions.length;
    const carried = doors.map(door => anOrder(driver.driverId, pickup, door));
    await driver.report();
    await driver.driveTo(pickup);
    for (const [index, { _id }] of carried.entries()) {
      await driver.stand("pickup", index === 0 ? 1 : 0.25);
      await move(_id, "pickUp");
    }
    for (const [index, { _id }] of carried.entries()) {
      await move(_id, "startDelivery");
      if (detourTo && index === 0) await driver.driveTo(detourTo, true);
      await driver.driveTo(doors[index] as Point);
      await driver.stand("delivery");
      await move(_id, "deliver");
    }
    return {
      orders: carried,
      questions: maps.questions.slice(asked),
      minutes: (nowMs() - begunAt) / 60_000,
      fixes: driver.fixes(),
    };
  }

  return {
    time,
    service,
    maps,
    entries,
    meanwhile,
    shown,
    told,
    run,
    anOrder,
    aDriver,
    move,
    drivers,
    ways,
    bills,
    orders,
    /** Another process on the same stored data. */
    startProcess,

    /** Runs of one to three parcels all over the city and round the clock. */
    async deliveries(count: number, label: string): Promise<void> {
      const learnEvery = 50;
      for (let index = 0; index < count; index++) {
        const luck = chance.fork(`${label}/${index}`);
        const somewhere = (reach: number) => place(luck.between(-reach, reach), luck.between(-reach, reach));
        const parcels = luck.pick([1, 1, 1, 2, 3]);
        const doors = Array.from({ length: parcels }, () => somewhere(3_000));
        await run(luck, {
          start: somewhere(1_500),
          pickup: somewhere(500),
          doors,
          hour: luck.pick([6, 7, 8, 10, 11, 12, 13, 15, 16, 18, 20]),
        });
        if (index % learnEvery === 0) await service.learn();
      }
    },
  };
}

export type EtaCity = ReturnType<typeof createEtaCity>;

const normal = (luck: Chance): number =>
  Math.sqrt(-2 * Math.log(1 - luck.next())) * Math.cos(2 * Math.PI * luck.next());

/** The share of the map's speed that traffic allows: worse than it knows when everybody drives. */
function paceAt(ms: number, { rushHour }: Noise): number {
  const hour = (new Date(ms).getUTCHours() + CENTRE.longitude / 15) % 24;
  const isRush = (hour >= 7 && hour < 9) || (hour >= 15 && hour < 17);
  return isRush ? rushHour : 1;
}

function untilHour(ms: number, hour: number): number {
  const day = 86_400_000;
  const wanted = ((hour - CENTRE.longitude / 15) * 3_600_000 + day) % day;
  return (wanted - (ms % day) + day) % day;
}

function towards(from: Point, to: Point, meters: number): Point {
  const left = distanceMeters(from, to);
  const share = left <= meters ? 1 : meters / left;
  return {
    latitude: from.latitude + (to.latitude - from.latitude) * share,
    longitude: from.longitude + (to.longitude - from.longitude) * share,
  };
}
