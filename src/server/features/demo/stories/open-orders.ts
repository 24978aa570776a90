import { LOGINS, type VendorKey } from "./cast.ts";
import type { Plot } from "./plots.ts";

/** An order that is open when somebody looks for the first time. */
export type OpenOrder = {
  vendor: VendorKey;
  /** Who placed it; the business itself unless somebody is named. */
  by?: string;
  plot: Plot;
  minutesAgo: number;
  /** Those to whom it was offered, one after the other. */
  drivers: readonly string[];
};

/** Every state once or more, those that need the vendor among them. A driver carries one parcel at most. */
export const OPEN_ORDERS: readonly OpenOrder[] = [
  { vendor: "pharmacy", plot: "waiting", minutesAgo: 2, by: LOGINS.customer, drivers: [] },
  { vendor: "pharmacy", plot: "waiting", minutesAgo: 5, by: "kalle@medex.test", drivers: [] },
  { vendor: "pharmacy", plot: "accepted", minutesAgo: 8, by: "birgitta@medex.test", drivers: [] },
  {
    vendor: "pharmacy",
    plot: "declined",
    minutesAgo: 9,
    by: "saara@medex.test",
    drivers: ["juhani@medex.test"],
  },
  {
    vendor: "pharmacy",
    plot: "offered",
    minutesAgo: 4.6,
    by: "gustav@medex.test",
    drivers: ["elsa@medex.test"],
  },
  {
    vendor: "pharmacy",
    plot: "offered",
    minutesAgo: 12,
    by: "riitta@medex.test",
    drivers: ["sofia@medex.test"],
  },
  { vendor: "pharmacy", plot: "taken", minutesAgo: 7, by: LOGINS.customer, drivers: ["aino@medex.test"] },
  {
    vendor: "pharmacy",
    plot: "pickedUp",
    minutesAgo: 11,
    by: "tuomas@medex.test",
    drivers: ["mikko@medex.test"],
  },
  { vendor: "pharmacy", plot: "underWay", minutesAgo: 13, drivers: ["sofia@medex.test"] },
  { vendor: "laboratory", plot: "runningLate", minutesAgo: 52, drivers: ["henrik@medex.test"] },
  { vendor: "laboratory", plot: "pickedUp", minutesAgo: 11, drivers: ["venla@medex.test"] },
  { vendor: "laboratory", plot: "waiting", minutesAgo: 1, drivers: [] },
  { vendor: "clinic", plot: "underWay", minutesAgo: 13, drivers: ["ida@medex.test"] },
  { vendor: "clinic", plot: "taken", minutesAgo: 7, drivers: ["antti@medex.test"] },
  { vendor: "clinic", plot: "waiting", minutesAgo: 3, by: "kalle@medex.test", drivers: [] },
];
