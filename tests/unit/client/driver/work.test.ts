import { describe, expect, test } from "bun:test";
import { projectOrder } from "../../../../src/client/features/driver/phone/project-order.ts";
import type { QueuedAction, QueuedStep } from "../../../../src/client/features/driver/phone/queued-action.ts";
import {
  type HandedOver,
  progressOf,
  withHandedOver,
} from "../../../../src/client/features/driver/phone/run.ts";
import { doingWords } from "../../../../src/client/features/driver/work/doing.ts";
import { navigationApps } from "../../../../src/client/features/driver/work/navigation-links.ts";
import { takenBack, withChosen, workOf } from "../../../../src/client/features/driver/work/stops.ts";
import type { WorkItem } from "../../../../src/shared/assignments/assignment.schema.ts";
import { legalActions, type OrderStatus } from "../../../../src/shared/orders/order.machine.ts";
import type { OrderView } from "../../../../src/shared/orders/order.schema.ts";

const idOf = (number: number) => `00000000-0000-0000-0000-${String(number).padStart(12, "0")}`;

const anOrder = (number: number, status: OrderStatus): OrderView =>
  ({
    id: idOf(number),
    status,
    vendorName: "MedPharm",
    vendorPhone: "+358 9 1",
    customerName: `Customer ${number}`,
    customerPhone: "+358 40 1",
    pickup: { address: "Mannerheimintie 5", latitude: 60.1, longitude: 24.9 },
    delivery: { address: "Unioninkatu 4", latitude: 60.2, longitude: 24.95 },
    pickedUpAt: null,
    can: legalActions(status, "driver"),
  }) as unknown as OrderView;

const item = (number: number, orderStatus: OrderStatus, status: WorkItem["status"] = "accepted"): WorkItem =>
  ({
    id: idOf(number + 100),
    orderId: idOf(number),
    status,
    order: anOrder(number, orderStatus),
  }) as WorkItem;

const queued = (number: number, ...steps: QueuedStep["kind"][]): QueuedAction[] =>
  steps.map(
    kind =>
      ({
        orderId: idOf(number),
        step: { kind, assignmentId: idOf(number + 100) },
        madeAt: "2026-03-02T12:00:00.000Z",
      }) as unknown as QueuedAction,
  );

describe("an order with actions that wait", () => {
  test("stands as it will once the server has taken them", () => {
    const projected = projectOrder(anOrder(1, "driver_assigned"), queued(1, "pickUp", "startDelivery"));
    expect(projected.status).toBe("out_for_delivery");
    expect(projected.can).toEqual(["addProof", "deliver"]);
    expect(projected.pickedUpAt).toBe("2026-03-02T12:00:00.000Z");
  });
  test("is left as the server told it when nothing waits for it", () => {
    const order = anOrder(1, "driver_assigned");
    expect(projectOrder(order, queued(2, "pickUp"))).toBe(order);
  });
  test("does not move twice when the server was faster", () => {
    expect(projectOrder(anOrder(1, "picked_up"), queued(1, "pickUp")).status).toBe("picked_up");
  });
});

describe("work", () => {
  test("shows the parcel on the road first, then what is to be fetched, then what is carried along", () => {
    const { stops } = workOf(
      [item(1, "picked_up"), item(2, "driver_assigned"), item(3, "out_for_delivery")],
      [],
    );
    expect(stops.map(({ order, kind }) => [String(order.id), kind])).toEqual([
      [idOf(3), "delivery"],
      [idOf(2), "pickup"],
      [idOf(1), "delivery"],
    ]);
    const [current, others] = withChosen(stops, idOf(1));
    expect(current?.order.id).toBe(stops[2]?.order.id);
    expect(others).toHaveLength(2);
  });
  test("a parcel that is given away has no stop left, sent or not", () => {
    expect(workOf([item(1, "out_for_delivery")], queued(1, "deliver")).stops).toEqual([]);
  });
  test("an answered offer stays an offer until the server has said so", () => {
    const { offers, stops } = workOf([item(1, "accepted", "pending")], queued(1, "acceptAssignment"));
    expect(offers).toMatchObject([{ answer: "acceptAssignment" }]);
    expect(stops).toEqual([]);
  });
  test("what vanished without being handed over was taken back", () => {
    const before = [item(1, "driver_assigned"), item(2, "out_for_delivery"), item(3, "accepted", "pending")];
    expect(takenBack(before, [], new Set([idOf(2)])).map(({ orderId }) => orderId)).toEqual([
      before[0]?.orderId as never,
    ]);
  });
});

describe("a run", () => {
  const parcel = (number: number, isLast: boolean) => ({ orderId: idOf(number), isLast }) as HandedOver;

  test("counts two stops an order, and keeps counting after a delivery", () => {
    const twoOrders = [{ isPickedUp: true }, { isPickedUp: true }];
    expect(progressOf([], twoOrders)).toEqual({ current: 3, total: 4 });
    expect(progressOf([parcel(1, false)], [{ isPickedUp: true }])).toEqual({ current: 4, total: 4 });
  });
  test("begins anew with the work that comes after the last parcel", () => {
    const over = [parcel(1, false), parcel(2, true)];
    expect(progressOf(over, [{ isPickedUp: false }])).toEqual({ current: 1, total: 2 });
    expect(withHandedOver(over, parcel(3, true))).toEqual([parcel(3, true)]);
  });
});

test("the way is opened by the app that the phone has", () => {
  const place = { latitude: 60.1, longitude: 24.9 };
  expect(navigationApps(place, "Linux; Android 15")[0]?.href).toBe("google.navigation:q=60.1,24.9");
  expect(navigationApps(place, "iPhone; CPU iPhone OS 19")[0]?.href).toBe("maps://?daddr=60.1,24.9");
  for (const agent of ["Android", "iPhone", "X11"]) {
    expect(navigationApps(place, agent).map(({ href }) => href)).toContain(
      "https://waze.com/ul?ll=60.1,24.9&navigate=yes",
    );
  }
});

describe("what the phone says that its driver does", () => {
  const NOW = Date.parse("2026-03-02T12:00:00.000Z");
  const fix = (latitude: number, longitude: number, over = {}) => ({
    latitude,
    longitude,
    timestampMs: NOW - 5_000,
    accuracyMeters: 10,
    speedMps: null,
    headingDegrees: null,
    ...over,
  });
  const [atPickup, atDoor] = [fix(60.1003, 24.9), fix(60.2003, 24.95)];
  const said = (status: OrderStatus, here: ReturnType<typeof fix> | null) =>
    doingWords(workOf([item(1, status)], []).stops[0], here, NOW);

  test("is on his way to the pickup, there, and only with the parcel to the door", () => {
    expect(said("driver_assigned", atDoor)).toBe("To the pickup");
    expect(said("driver_assigned", atPickup)).toBe("At the pickup");
    expect(said("picked_up", atPickup)).toBe("Picked up");
    expect(said("out_for_delivery", atPickup)).toBe("To the door");
    expect(said("out_for_delivery", atDoor)).toBe("At the door");
  });

  test("places him nowhere that his phone is not sure of now", () => {
    expect(said("driver_assigned", null)).toBe("To the pickup");
    expect(said("driver_assigned", { ...atPickup, timestampMs: NOW - 90_000 })).toBe("To the pickup");
    expect(said("driver_assigned", { ...atPickup, accuracyMeters: 400 })).toBe("To the pickup");
    expect(said("out_for_delivery", fix(60.2009, 24.95))).toBe("To the door");
  });

  test("goes with what waits on the phone, and is no place while there is no stop left", () => {
    const { stops } = workOf([item(1, "driver_assigned")], queued(1, "pickUp", "startDelivery"));
    expect(doingWords(stops[0], atPickup, NOW)).toBe("To the door");
    expect(doingWords(undefined, atPickup, NOW)).toBe("On task");
  });
});
