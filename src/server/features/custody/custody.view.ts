import type { Actor } from "../../../shared/auth/actor.ts";
import {
  CUSTODY_FORMAT,
  type CustodyExport,
  type CustodyOpenings,
  CustodyPart,
} from "../../../shared/custody/custody.schema.ts";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import type { CustodyLink, EventDoc } from "../events/index.ts";

/** The order as far as its readers' rights depend on it. */
type OfOrder = { _id: OrderId; driverId: DriverId | null; isCarried: boolean; redactedAt?: Date | null };

/** Who may read a part: nobody else's personal data, except for those who run the order. */
type MayRead = (link: CustodyLink, reader: Actor, order: OfOrder) => boolean;

const isActor: MayRead = ({ opened }, { userId }) => opened.actor?.value.id === userId;
const isDriver: MayRead = ({ opened }, { driverId }) =>
  driverId !== null && opened.driver?.value.id === driverId;
const madeIt: MayRead = (_, { role }) => role === "user";
const sees: MayRead = () => true;

/** For customers and drivers; what a reader sees of the order itself he sees here too. */
const READERS = {
  actor: isActor,
  detail: isActor,
  driver: isDriver,
  position: (...asked) => isActor(...asked) && isDriver(...asked),
  // The name goes with the telephone number, which a driver has only while he has the parcel.
  recipient: (link, reader, order) =>
    madeIt(link, reader, order) || (order.isCarried && order.driverId === reader.driverId),
  pickup: sees,
  delivery: sees,
  items: sees,
  notes: sees,
} satisfies Record<CustodyPart, MayRead>;

/** The chain as this reader may see it: parts that are not his stay as their commitments. */
export function toCustodyExport(events: readonly EventDoc[], order: OfOrder, reader: Actor): CustodyExport {
  const links = events.flatMap(({ custody }) => (custody ? [custody] : []));
  return {
    format: CUSTODY_FORMAT,
    orderId: order._id,
    events: links.map(link => ({
      record: link.record,
      hash: link.hash,
      opened: openedFor(link, reader, order),
    })),
    signature: links.at(-1)?.signature ?? null,
    ...(order.redactedAt && { erasedAt: order.redactedAt.toISOString() }),
  };
}

function openedFor(link: CustodyLink, reader: Actor, order: OfOrder): CustodyOpenings {
  if (reader.role === "vendor" || reader.role === "admin") return link.opened;
  const readable = CustodyPart.options.filter(part => READERS[part](link, reader, order));
  return Object.fromEntries(readable.flatMap(part => (link.opened[part] ? [[part, link.opened[part]]] : [])));
}
