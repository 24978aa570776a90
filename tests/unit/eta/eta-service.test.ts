import { beforeEach, describe, expect, test } from "bun:test";
import type { DriverDoc } from "../../../src/server/features/drivers/index.ts";
import type { OrderDoc } from "../../../src/server/features/orders/index.ts";
import { type Point, toGeoJson } from "../../../src/shared/geo.ts";
import { DriverId } from "../../../src/shared/ids.ts";
import { createEtaCity, type EtaCity, place } from "../../support/eta-drives.ts";

const DRIVER = DriverId.parse("00000000-0000-7000-8000-00000000d001");
const PHARMACY = place(0, 0);
const HOME = place(2_000, 1_500);
const START = place(-1_500, 0);

let city: EtaCity;
let order: OrderDoc;
beforeEach(() => {
  city = createEtaCity("service");
  order = city.anOrder(DRIVER, PHARMACY, HOME);
});

type Process = EtaCity["service"];

async function report(point: Point, { by = city.service, accuracy = 8, at = city.time.clock.now() } = {}) {
  by.refresh([{ driverId: DRIVER, point, timestamp: at, accuracy }]);
  await by.settled();
}
const seconds = (count: number) => city.time.advance(count * 1_000);
const stored = () => city.orders.get(order._id)?.eta;
const told = () =>
  city.told.flatMap(({ post: { message } }) =>
    message.type === "eta_update" && message.eta ? [message.eta] : [],
  );

describe("what is told", () => {
  test("waits until 15 s have passed, and is then the latest alone", async () => {
    await report(START);
    expect(told()).toHaveLength(1);
    seconds(1);
    await city.move(order._id, "pickUp");
    await report(START);
    seconds(1);
    await city.move(order._id, "startDelivery");
    // The position of before is all that is known: the driver's document says nothing here.
    city.service.refresh([
      { driverId: DRIVER, point: place(0, 10), timestamp: city.time.clock.now(), accuracy: 8 },
    ]);
    await city.service.settled();
    expect(told()).toHaveLength(1);
    seconds(13);
    await report(place(0, 20));
    expect(told().length).toBe(2);
    expect(told()[1]).toMatchObject({ nextStop: "delivery", pickup: null });
    expect(city.told[1]?.at).toBe((city.told[0]?.at ?? 0) + 15_000);
  });

  test("is nothing more of a parcel that was handed over meanwhile", async () => {
    await report(START);
    seconds(10);
    await city.move(order._id, "pickUp");
    await city.move(order._id, "startDelivery");
    seconds(6);
    await report(HOME);
    await city.move(order._id, "deliver");
    const before = told().length;
    seconds(60);
    expect(told().length).toBe(before);
  });
});

describe("a driver near a stop", () => {
  test("is said to be arriving with the second precise fix, without waiting for a turn, and stays so at 190 m", async () => {
    await report(START);
    seconds(5);
    await report(place(-140, 0));
    expect(stored()?.state).toBe("on_the_way");
    seconds(1);
    await report(place(-120, 0), { accuracy: 80 });
    expect(stored()?.state).toBe("on_the_way");
    seconds(1);
    await report(place(-100, 0));
    expect(stored()).toMatchObject({ state: "arriving", nextStop: "pickup" });
    for (const east of [-190, -195, -190]) {
      seconds(15);
      await report(place(east, 0));
    }
    expect(stored()?.state).toBe("arriving");
    for (const east of [-230, -260]) {
      seconds(15);
      await report(place(east, 0));
    }
    expect(stored()?.state).toBe("on_the_way");
  });

  test("has the time he has stood there counted", async () => {
    await report(PHARMACY);
    seconds(5);
    await report(PHARMACY);
    const arrived = stored();
    seconds(120);
    await report(PHARMACY);
    const later = stored();
    if (arrived?.state !== "arriving" || later?.state !== "arriving") throw new Error("He is not there");
    expect(later.arrivedAt).toEqual(arrived.arrivedAt);
    // Two minutes have passed, and he was expected to stand for five: nothing has moved.
    expect(Math.abs(later.latest.getTime() - arrived.latest.getTime())).toBeLessThanOrEqual(60_000);
  });
});

describe("a driver who falls silent", () => {
  const heard = (at: Date) =>
    city.drivers.set(DRIVER, {
      _id: DRIVER,
      status: "busy",
      lastLocationUpdate: at,
      // His phone's clock is ten minutes slow.
      fix: { timestamp: new Date(at.getTime() - 10 * 60_000), accuracy: 8 },
    } as DriverDoc);

  test("takes the time with him, once and with the reason, and brings it back with his next position", async () => {
    await report(START);
    const since = city.time.clock.now();
    heard(since);
    seconds(180);
    await city.service.tellStale();
    expect(stored()?.state).toBe("on_the_way");
    seconds(1);
    const other = city.startProcess();
    await Promise.all([city.service.tellStale(), other.tellStale()]);
    await city.service.tellStale();
    expect(stored()).toMatchObject({ state: "stale", reason: "driver_silent", since });
    expect(told().filter(({ state }) => state === "stale")).toEqual([
      expect.objectContaining({ state: "stale", reason: "driver_silent", since: since.toISOString() }),
    ]);
    seconds(60);
    heard(city.time.clock.now());
    await report(place(-1_200, 0));
    expect(stored()?.state).toBe("on_the_way");
    expect(told().at(-1)?.state).toBe("on_the_way");
    await city.service.tellStale();
    expect(stored()?.state).toBe("on_the_way");
  });

  test("before he was ever expected has it said of his orders too, and is expected with his next position", async () => {
    const since = city.time.clock.now();
    heard(since);
    seconds(181);
    await city.service.tellStale();
    await city.service.tellStale();
    expect(stored()).toMatchObject({ state: "stale", reason: "driver_silent", since });
    expect(told()).toEqual([
      expect.objectContaining({ state: "stale", reason: "driver_silent", since: since.toISOString() }),
    ]);
    seconds(20);
    // By a clock that is ten minutes slow.
    await report(START, { at: new Date(city.time.clock.now().getTime() - 10 * 60_000) });
    expect(stored()?.state).toBe("on_the_way");
  });

  test("is told to be silent at once of an order that he gets, and of one that goes elsewhere", async () => {
    const since = city.time.clock.now();
    heard(since);
    seconds(181);
    city.service.moved(order, "acceptAssignment");
    await city.service.settled();
    expect(stored()).toMatchObject({ state: "stale", reason: "driver_silent", since });
    expect(told()).toHaveLength(1);
  });

  test("is not found again by a fix of long ago", async () => {
    await report(START);
    heard(city.time.clock.now());
    seconds(240);
    await city.service.tellStale();
    seconds(15 * 60);
    const longAgo = new Date(city.time.clock.now().getTime() - 15 * 60_000 - 1);
    await report(place(-1_200, 0), { at: longAgo });
    expect(stored()?.state).toBe("stale");
  });
});

test("an estimate of the moment in which the parcel is handed over is not left without an outcome", async () => {
  const other = city.startProcess();
  await report(START);
  seconds(60);
  await city.move(order._id, "pickUp");
  await city.move(order._id, "startDelivery");
  seconds(60);
  city.meanwhile.logging = () => {
    city.meanwhile.logging = undefined;
    return city.move(order._id, "deliver");
  };
  await report(place(1_000, 0), { by: other });
  expect(city.orders.has(order._id)).toBe(false);
  expect(city.entries.length).toBeGreaterThan(0);
  expect(city.entries.filter(({ outcomeAt }) => outcomeAt === null)).toEqual([]);
  expect(city.entries.filter(({ ratio }) => ratio !== null && ratio <= 0)).toEqual([]);
});

describe("several processes", () => {
  test("follow a driver on one way: the second pays for nothing", async () => {
    await report(START);
    expect(city.maps.questions).toHaveLength(2);
    const other = city.startProcess();
    seconds(20);
    await report(place(-1_350, 0), { by: other });
    seconds(20);
    await report(place(-1_200, 0), { by: other });
    expect(city.maps.questions).toHaveLength(2);
    expect(stored()?.state).toBe("on_the_way");
  });

  test("agree on who has arrived, whichever has seen it", async () => {
    const other = city.startProcess();
    await report(START);
    seconds(20);
    await report(place(-1_350, 0), { by: other });
    const near: [Point, Process][] = [
      [place(-100, 0), city.service],
      [place(-90, 0), city.service],
    ];
    for (const [point, by] of near) {
      seconds(5);
      await report(point, { by });
    }
    expect(stored()?.state).toBe("arriving");
    for (let count = 0; count < 4; count++) {
      seconds(16);
      await report(place(-60, 0), { by: count % 2 ? city.service : other });
      expect(stored()?.state).toBe("arriving");
    }
  });

  test("keep no way of who has nothing in hand any more", async () => {
    await report(START);
    expect(city.ways.size).toBe(1);
    await city.move(order._id, "pickUp");
    await city.move(order._id, "startDelivery");
    await city.move(order._id, "deliver");
    seconds(20);
    await report(HOME);
    expect(city.ways.size).toBe(0);
  });
});

describe("a map that does not answer", () => {
  test("is left alone for a minute, and asked again then", async () => {
    const { route } = city.maps;
    let asked = 0;
    city.maps.route = () => {
      asked += 1;
      return Promise.reject(new Error("no map"));
    };
    await report(START);
    expect(asked).toBe(1);
    expect(stored()).toBeNull();
    seconds(20);
    await report(place(-1_400, 0));
    expect(asked).toBe(1);
    city.maps.route = route;
    seconds(41);
    await report(place(-1_300, 0));
    expect(stored()?.state).toBe("on_the_way");
  });

  test("or answers with a line that nobody can read, is as good as none", async () => {
    const { route } = city.maps;
    city.maps.route = async question => ({ ...(await route(question)), polyline: "_p~iF" });
    await report(START);
    expect(stored()).toBeNull();
    city.maps.route = route;
    seconds(61);
    await report(place(-1_400, 0));
    expect(stored()?.state).toBe("on_the_way");
  });

  test("leaves who is off the way with what the straight line says, as a guess", async () => {
    await report(START);
    city.maps.route = () => Promise.reject(new Error("no map"));
    for (let count = 0; count < 8; count++) {
      seconds(16);
      await report(place(-1_400 + count * 20, 600));
    }
    expect(stored()).toMatchObject({ state: "on_the_way", approximate: true });
  });
});

describe("a driver who does not get on", () => {
  const stuck = async () => {
    await report(START);
    for (let count = 0; count < 20; count++) {
      seconds(30);
      await report(place(-1_000, 0));
    }
    return city.maps.questions.length;
  };

  test("has a map that knows the traffic asked about it, seldom", async () => {
    expect(await stuck()).toBeWithin(3, 5);
  });

  test("has one that does not know it left alone", async () => {
    city.maps.capabilities.traffic = false;
    expect(await stuck()).toBe(2);
  });
});

test("a map that costs nothing and knows no streets is asked at each turn", async () => {
  city.maps.capabilities.billed = false;
  const { route } = city.maps;
  city.maps.route = async question => ({ ...(await route(question)), approximate: true });
  for (let count = 0; count < 5; count++) {
    await report(place(-1_500 + count * 100, 0));
    seconds(15);
  }
  // To the pharmacy five times; from there to the door once.
  expect(city.maps.questions).toHaveLength(6);
  // Each is on the bill of the order that it was asked for.
  expect([...city.bills.values()].reduce((sum, units) => sum + units, 0)).toBe(6);
  expect([...city.bills.keys()].every(orderId => city.orders.has(orderId))).toBe(true);
  expect(city.ways.size).toBe(0);
});

test("what a driver does is estimated from where he was last seen, unless that is still to come", async () => {
  const seenAt = (at: Date) =>
    city.drivers.set(DRIVER, {
      _id: DRIVER,
      status: "busy",
      location: toGeoJson(START),
      fix: { timestamp: at, accuracy: 8 },
      lastLocationUpdate: at,
    } as unknown as DriverDoc);
  // As in the stories of the demo, which are told backwards.
  seenAt(new Date(city.time.clock.now().getTime() + 60_000));
  await city.move(order._id, "pickUp");
  expect(stored()).toBeNull();
  seenAt(city.time.clock.now());
  await city.move(order._id, "startDelivery");
  expect(stored()).toMatchObject({ state: "on_the_way", nextStop: "delivery" });
});

test("a position that comes late changes nothing", async () => {
  await report(place(-500, 0));
  const now = stored();
  const earlier = new Date(city.time.clock.now().getTime() - 5_000);
  seconds(20);
  await report(place(-1_500, 0), { at: earlier });
  expect(stored()).toEqual(now as never);
});
