import type { DriverId, OrderId, VendorId } from "../../../shared/ids.ts";

/** What somebody is at: a driver at his phone, somebody at the tracking page of an order. */
export type Place = `driver_${DriverId}` | `order_${OrderId}`;

/** How many are at each of these places; of all processes, or of this one alone while nobody knows of the others. */
export type Counts = {
  /** Of two counts of a place the one with the higher number is the later one. */
  asOf: number;
  places: ReadonlyMap<Place, number>;
};

export type PresenceListener = (vendorId: VendorId, counts: Counts) => void;

/**
 * Who is there now, in numbers and not by name, grouped by the business that it concerns. Kept alive by a heartbeat: of
 * a process that ended without a word nothing is left after half a minute.
 */
export type Presence = {
  /** One more at a place, until the returned function is called, once or more often. */
  enter(vendorId: VendorId, place: Place): () => void;
  /** Places without anybody are missing. */
  at(vendorId: VendorId): Promise<Counts>;
  /**
   * Calls back when somebody has come or gone here, or has gone with a process that is no more; never in two
   * processes for the same, so whoever is called tells the others.
   */
  onChange(listener: PresenceListener): () => void;
};
