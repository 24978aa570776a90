import type { Chance } from "../chance.ts";
import { CUSTOMERS, DRIVERS, type DriverPart, LOGINS } from "./cast.ts";
import { OPEN_ORDERS } from "./open-orders.ts";
import type { Plot } from "./plots.ts";
import { beatsOf, type Story, wishFor } from "./story.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Hours before now in which each driver may have delivered: four days, the last hours dense. */
const ROUNDS_HOURS_AGO = [75, 51, 27, 23, 4, 1.5] as const;
/** A driver had work in this share of them. */
const WORKED = 0.3;
/** The customer whom people play always has a history of his own. */
const OWN_CUSTOMER_EVERY = 7;

/** How past orders ended. The weights are shares of a hundred. */
const ENDINGS: readonly (readonly [weight: number, plot: Plot])[] = [
  [82, "delivered"],
  [10, "deliveredLate"],
  [8, "deliveredAfterDecline"],
];

/** Orders that never reached a driver, in hours before now. */
const CANCELLED: readonly (readonly [hoursAgo: number, plot: Plot, by: string])[] = [
  [73.2, "cancelledByCustomer", "kalle@medex.test"],
  [49.1, "cancelledByVendor", "riitta@medex.test"],
  [26.4, "cancelledByCustomer", LOGINS.customer],
  [6.3, "cancelledByVendor", "gustav@medex.test"],
  [2.2, "cancelledByCustomer", "saara@medex.test"],
];

/**
 * The last four days up to `now`: one list for each driver, who does one thing after the other, and one for what
 * never had a driver. The same chance gives the same stories.
 */
export function pastStories(now: Date, chance: Chance): Story[][] {
  const before = (hours: number) => new Date(now.getTime() - Math.round(hours * HOUR_MS));
  const lanes = DRIVERS.map((driver, index) =>
    ROUNDS_HOURS_AGO.flatMap((hoursAgo, round) => {
      const luck = chance.fork(`${driver.email}/${round}`);
      // A quarter of an hour at most apart from the round, so that two rounds of one driver never overlap.
      const placedAt = before(hoursAgo - luck.between(0, 0.25));
      const isOwn = (index * ROUNDS_HOURS_AGO.length + round) % OWN_CUSTOMER_EVERY === 0;
      if (!isOwn && !luck.happens(WORKED)) return [];
      return [pastStory(driver, placedAt, isOwn ? LOGINS.customer : undefined, luck)];
    }),
  );
  const cancelled = CANCELLED.map(([hoursAgo, plot, by]) => {
    const luck = chance.fork(`cancelled/${hoursAgo}`);
    return story({ plot, placedAt: before(hoursAgo), drivers: [], vendor: "pharmacy", by }, luck);
  });
  return [...lanes, cancelled];
}

/** What is open `now`, in the order of the table. */
export const openStories = (now: Date, chance: Chance): Story[] =>
  OPEN_ORDERS.map(({ minutesAgo, ...order }, index) => {
    const luck = chance.fork(`open/${index}`);
    // Milliseconds of their own keep the moments of two orders apart.
    const placedAt = new Date(now.getTime() - minutesAgo * MINUTE_MS - index);
    return story({ ...order, placedAt }, luck);
  });

function pastStory(driver: DriverPart, placedAt: Date, by: string | undefined, luck: Chance): Story {
  const plot = ending(luck);
  const colleague = luck.pick(
    DRIVERS.filter(({ email, employer }) => employer === driver.employer && email !== driver.email),
  );
  const drivers = plot === "deliveredAfterDecline" ? [colleague.email, driver.email] : [driver.email];
  const orderer = by ?? (luck.happens(0.5) ? luck.pick(CUSTOMERS).email : undefined);
  return story({ plot, placedAt, drivers, vendor: driver.employer, by: orderer }, luck);
}

type Frame = Pick<Story, "plot" | "placedAt" | "drivers" | "vendor"> & { by?: string | undefined };

const story = ({ by, ...frame }: Frame, luck: Chance): Story => ({
  ...frame,
  ...wishFor(frame.vendor, by, luck),
  beats: beatsOf(frame.plot, frame.placedAt, luck),
});

function ending(luck: Chance): Plot {
  let left = luck.between(0, 100);
  for (const [weight, plot] of ENDINGS) {
    left -= weight;
    if (left < 0) return plot;
  }
  return "delivered";
}
