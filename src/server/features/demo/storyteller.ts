import type { Actor } from "../../../shared/auth/actor.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../shared/orders/whole.ts";
import type { ProofKind } from "../../../shared/proofs/proof.schema.ts";
import type { Cast } from "./accounts.ts";
import type { Chance } from "./chance.ts";
import { courseBetween, trailAlong } from "./course.ts";
import type { DemoServices } from "./demo-services.ts";
import { doorstepPhoto, signature } from "./pictures/proofs.ts";
import { DRIVERS } from "./stories/cast.ts";
import { CANCEL_REASONS } from "./stories/goods.ts";
import type { Step } from "./stories/plots.ts";
import type { Story } from "./stories/story.ts";
import type { StoryClock } from "./story-clock.ts";

type Deps = {
  services: DemoServices;
  clock: StoryClock;
  cast: Cast;
  chance: Chance;
  /** True when a telling was interrupted: then part of any story may have happened already. */
  isResumed: boolean;
};

type Scene = {
  order: OrderView;
  owner: Actor;
  /** Who placed it. */
  customer: Actor;
  /** To whom it is offered at this moment, or who has it. */
  driver: Actor | undefined;
  luck: Chance;
};

/** Lets orders happen by the use cases of the product, each command at the time that its story gives it. */
export function createStoryteller({ services, clock, cast, chance, isResumed }: Deps) {
  const { orders, assignments, locations, maps, proofs } = services;

  /** One command for each step; what it answers of the order is how the order is from then on. */
  const perform: Record<Step, (scene: Scene) => Promise<OrderView | undefined>> = {
    accept: ({ owner, order }) => orders.accept(owner, { orderId: order.id }),
    assign: ({ owner, order, driver }) =>
      orders.assign(owner, { orderId: order.id, driverId: the(driver?.driverId) }),
    take: scene => answer(scene, assignments.accept),
    decline: scene => answer(scene, assignments.decline),
    pickUp: ({ order, driver }) => orders.pickUp(the(driver), { orderId: order.id }),
    startDelivery: ({ order, driver }) => orders.startDelivery(the(driver), { orderId: order.id }),
    photo: scene => upload(scene, "photo"),
    signature: scene => upload(scene, "signature"),
    deliver: ({ order, driver }) => orders.deliver(the(driver), { orderId: order.id }),
    cancelByCustomer: ({ order, customer, luck }) =>
      orders.cancel(customer, { orderId: order.id, reason: luck.pick(CANCEL_REASONS) }),
    cancelByVendor: ({ order, owner, luck }) =>
      orders.cancel(owner, { orderId: order.id, reason: luck.pick(CANCEL_REASONS) }),
  };

  async function answer({ order, driver }: Scene, give: typeof assignments.accept): Promise<undefined> {
    await give(the(driver), { assignmentId: the(order.assignmentId) });
  }

  async function upload({ order, driver, luck }: Scene, kind: ProofKind): Promise<undefined> {
    const file = new Blob([kind === "photo" ? doorstepPhoto(luck) : signature(luck)], { type: "image/png" });
    await proofs.upload(the(driver), { orderId: order.id, kind, file });
  }

  /** The order of a story: placed now, or found as far as an interrupted telling got. */
  async function orderOf(story: Story, customer: Actor): Promise<OrderView> {
    const { vendorId } = cast.businesses[story.vendor];
    if (isResumed) {
      const createdFrom = story.placedAt.toISOString();
      const createdTo = new Date(story.placedAt.getTime() + 1).toISOString();
      const { items } = await orders.list(cast.admin, { vendorId, createdFrom, createdTo, limit: 1 });
      if (items[0] && isWhole(items[0])) return items[0];
    }
    const { customerName, customerPhone, items, notes, address } = story;
    const wish = { vendorId, delivery: { address }, customerName, customerPhone, items: [...items], notes };
    return clock.at(story.placedAt, () => orders.create(customer, wish));
  }

  /** What the driver's phone recorded: to the pickup, and from there to the recipient. */
  async function reportTrail(story: Story, order: OrderView, driver: Actor, luck: Chance): Promise<void> {
    const { vehicleType } = the(DRIVERS.find(({ email }) => email === story.drivers.at(-1)));
    const at = (step: Step) => story.beats.findLast(beat => beat.step === step)?.at;
    const base = cast.businesses[story.vendor].place;
    const legs = [
      { from: nearby(base, luck), to: order.pickup, begunAt: at("take"), endedAt: at("pickUp") },
      { from: order.pickup, to: order.delivery, begunAt: at("startDelivery"), endedAt: at("photo") },
    ];
    for (const { from, to, begunAt, endedAt } of legs) {
      if (!begunAt || !endedAt) continue;
      const course = await courseBetween(from, to, vehicleType, maps.route);
      const points = trailAlong(course, begunAt, endedAt, luck);
      await clock.at(endedAt, () => locations.report(driver, { points }));
    }
  }

  return {
    /** Tells one story to its end, or from where an earlier telling was interrupted. */
    async tell(story: Story): Promise<OrderView> {
      const { owner } = cast.businesses[story.vendor];
      const customer = the(cast.people.get(story.by));
      const drivers = story.drivers.map(email => the(cast.people.get(email)));
      const luck = chance.fork(story.placedAt.toISOString());
      let order = await orderOf(story, customer);

      // Before the work: the distance of a delivery is read from the trail in the moment of handing over.
      const carrier = drivers.at(-1);
      if (carrier) await reportTrail(story, order, carrier, luck.fork("trail"));

      // Each step is one version of the order, from 1: so its version tells which steps were taken before.
      const takenBefore = order.version - 1;
      for (const [index, { step, at }] of story.beats.entries()) {
        if (index < takenBefore) continue;
        const declines = story.beats.slice(0, index).filter(beat => beat.step === "decline").length;
        const scene = { order, owner, customer, driver: drivers[declines] ?? carrier, luck };
        order = (await clock.at(at, () => perform[step](scene))) ?? order;
      }
      return order;
    },
  };
}

/** Some hundred metres around: where a driver waits for work. */
function nearby<Place extends { latitude: number; longitude: number }>(place: Place, luck: Chance): Place {
  const shift = () => luck.between(-0.0012, 0.0012);
  return { ...place, latitude: place.latitude + shift() / 2, longitude: place.longitude + shift() };
}

/** A story never asks for what its plot does not have; where it does, the plot is wrong. */
function the<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error("A story asks for what is not in its plot");
  return value;
}
