import type { DriverId, OrderId, VendorId } from "../../../shared/ids.ts";

/** What somebody is at: a driver at his phone, somebody at the tracking page of an order. */
export type Place = `driver_${DriverId}` | `order_${OrderId}`;

export type PresenceListener = (vendorId: VendorId, place: Place, count: number) => void;

/**
 * Who is there now, in numbers and not by name, grouped by the business that it concerns. Kept alive by a heartbeat: of
 * a process that ended without a word nothing is left after half a minute.
 */
export type Presence = {
  /** One more at a place, until the returned function is called, once or more often. */
  enter(vendorId: VendorId, place: Place): () => void;
  /** How many are at each place of a business, in all processes; places without anybody are missing. */
  at(vendorId: VendorId): Promise<ReadonlyMap<Place, number>>;
  /** Calls back when the number at a place has changed. */
  onChange(listener: PresenceListener): () => void;
};
