import type { MedexClient } from "../../../../sdk/index.ts";
import type { WorkItem } from "../../../../shared/assignments/assignment.schema.ts";
import type { DurableMessage } from "../../../../shared/events.ts";
import type { Point } from "../../../../shared/geo.ts";
import type { AssignmentId, OrderId } from "../../../../shared/ids.ts";
import type { OrderStatus } from "../../../../shared/orders/order.machine.ts";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import type { ProofKind } from "../../../../shared/proofs/proof.schema.ts";
import type { Chance } from "../chance.ts";
import { doorstepPhoto, signature } from "../pictures/proofs.ts";
import type { Pace } from "./pace.ts";
import { createPhone } from "./phone.ts";

/** Seconds that things take. */
const TAKES = {
  thinking: [3, 12],
  findingTheCounter: [60, 180],
  stowing: [8, 20],
  ringing: [40, 120],
  photo: [3, 8],
  signing: [5, 12],
  idling: [40, 90],
  break: [180, 420],
} as const;

/** Shares of offers that are not accepted. */
const DECLINED = 0.09;
const IGNORED = 0.02;
/** In each idle while. */
const BREAKS = 0.01;
const STROLLS = 0.3;
/** Offers that he pretends not to see; a few are enough to remember. */
const MAX_IGNORED = 20;

type Deps = { client: MedexClient; pace: Pace; chance: Chance };

/** A day of a driver: on duty, offers, errands, waiting. Ends only by an error; the caller begins it anew. */
export async function liveAsDriver({ client, pace, chance }: Deps): Promise<never> {
  const me = await client.drivers.me.query();
  const { address: base } = await client.vendors.get.query({ vendorId: me.vendorId });
  const { vehicleType } = me;
  const phone = createPhone({ client, pace, chance, vehicleType, position: me.location ?? base });
  const ignored: AssignmentId[] = [];
  let onNews: (message: DurableMessage) => void = () => {};
  const watch = client.realtime.driver.subscribe(
    { driverId: me.id },
    { onData: ({ data }) => onNews(data), onError: () => {} },
  );

  const seconds = (what: keyof typeof TAKES) => {
    const [from, to] = TAKES[what];
    return chance.between(from, to);
  };

  /** Does something until it is done or `isReason` finds in the news why it must end. */
  async function interruptible(
    isReason: (message: DurableMessage) => boolean,
    work: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<void> {
    const interruption = new AbortController();
    onNews = message => {
      if (isReason(message)) interruption.abort();
    };
    try {
      await work(interruption.signal);
    } finally {
      onNews = () => {};
    }
  }

  async function answer({ id: assignmentId }: WorkItem): Promise<void> {
    await pace.wait(seconds("thinking"));
    const luck = chance.next();
    const input = { assignmentId, idempotencyKey: `answer:${assignmentId}` };
    if (luck < IGNORED) {
      ignored.push(assignmentId);
      if (ignored.length > MAX_IGNORED) ignored.shift();
    } else if (luck < IGNORED + DECLINED) await client.assignments.decline.mutate(input);
    else await client.assignments.accept.mutate(input);
  }

  /** The next step of an errand, by where it stands. */
  const errands: Partial<Record<OrderStatus, (order: OrderView, signal: AbortSignal) => Promise<void>>> = {
    driver_assigned: async ({ id: orderId, pickup }, signal) => {
      await phone.travel(pointOf(pickup), signal, orderId);
      await phone.stay(seconds("findingTheCounter"), signal, orderId);
      if (!signal.aborted) await client.orders.pickUp.mutate(once("pickUp", orderId));
    },
    picked_up: async ({ id: orderId }, signal) => {
      await phone.stay(seconds("stowing"), signal, orderId);
      await client.orders.startDelivery.mutate(once("startDelivery", orderId));
    },
    out_for_delivery: async (order, signal) => {
      const { id: orderId, delivery, proofPolicy } = order;
      await phone.travel(pointOf(delivery), signal, orderId);
      await phone.stay(seconds("ringing"), signal, orderId);
      if (proofPolicy.photo && !order.proofPhotoUrl) await upload(orderId, "photo");
      if (proofPolicy.signature && !order.signatureUrl) await upload(orderId, "signature");
      await client.orders.deliver.mutate(once("deliver", orderId));
    },
  };

  async function upload(orderId: OrderId, kind: ProofKind): Promise<void> {
    await pace.wait(seconds(kind === "photo" ? "photo" : "signing"));
    const form = new FormData();
    form.set("orderId", orderId);
    form.set("kind", kind);
    const picture = kind === "photo" ? doorstepPhoto(chance) : signature(chance);
    form.set("file", new File([picture], `${kind}.png`, { type: "image/png" }));
    await client.proofs.upload.mutate(form);
  }

  async function idle(): Promise<void> {
    if (chance.happens(BREAKS)) return rest();
    await interruptible(
      () => true,
      async signal => {
        if (chance.happens(STROLLS)) await phone.travel(around(base, chance), signal);
        await phone.stay(seconds("idling"), signal);
      },
    );
  }

  async function rest(): Promise<void> {
    await client.drivers.setStatus.mutate({ status: "on_break" });
    await pace.wait(seconds("break"));
    await client.drivers.setStatus.mutate({ status: "available" });
  }

  try {
    if (me.status !== "busy") await client.drivers.setStatus.mutate({ status: "available" });
    for (;;) {
      const { items } = await client.assignments.mine.query();
      const offer = items.find(({ id, status }) => status === "pending" && !ignored.includes(id));
      const carried = items.find(({ status }) => status === "accepted");
      const errand = carried && errands[carried.order.status];
      if (offer) await answer(offer);
      else if (errand) {
        await interruptible(callsBack(carried.orderId), signal => errand(carried.order, signal));
      } else await idle();
    }
  } finally {
    watch.unsubscribe();
  }
}

/** True for the news that an errand is over before its end. */
const callsBack =
  (orderId: OrderId) =>
  (message: DurableMessage): boolean =>
    message.type === "order_status" &&
    message.orderId === orderId &&
    (message.action === "cancel" || message.action === "unassign");

/** A retry after a lost answer must have no second effect. */
const once = (step: string, orderId: OrderId) => ({ orderId, idempotencyKey: `${step}:${orderId}` });

const pointOf = ({ latitude, longitude }: Point): Point => ({ latitude, longitude });

/** A corner of the neighbourhood, inside the area that is served. */
const around = ({ latitude, longitude }: Point, chance: Chance): Point => ({
  latitude: latitude + chance.between(-0.001, 0.001),
  longitude: longitude + chance.between(-0.0018, 0.0018),
});
