/** What happens next in the life of an order. Each step is one command, and so one new version of the order. */
export type Step =
  | "accept"
  | "assign"
  | "decline"
  | "take"
  | "pickUp"
  | "startDelivery"
  | "photo"
  | "signature"
  | "deliver"
  | "cancelByCustomer"
  | "cancelByVendor";

/** A step, and how many minutes after the one before it happens: between these two. */
export type Beat = readonly [step: Step, fromMinutes: number, toMinutes: number];

const ACCEPTED: readonly Beat[] = [["accept", 0.8, 3]];
const OFFERED: readonly Beat[] = [...ACCEPTED, ["assign", 0.3, 1.5]];
const TAKEN: readonly Beat[] = [...OFFERED, ["take", 0.1, 0.6]];
const PICKED_UP: readonly Beat[] = [...TAKEN, ["pickUp", 2.5, 5]];
const UNDER_WAY: readonly Beat[] = [...PICKED_UP, ["startDelivery", 0.4, 1.2]];
const HANDED_OVER: readonly Beat[] = [
  ["photo", 3.5, 6],
  ["signature", 0.2, 0.5],
  ["deliver", 0.1, 0.3],
];

/** The lives that an order can have had, from the moment it was placed. */
export const PLOTS = {
  waiting: [],
  accepted: ACCEPTED,
  offered: OFFERED,
  declined: [...OFFERED, ["decline", 0.2, 1]],
  taken: TAKEN,
  pickedUp: PICKED_UP,
  underWay: UNDER_WAY,
  delivered: [...UNDER_WAY, ...HANDED_OVER],
  deliveredAfterDecline: [
    ...OFFERED,
    ["decline", 0.3, 1.5],
    ["assign", 0.5, 2],
    ["take", 0.1, 0.6],
    ["pickUp", 2, 4],
    ["startDelivery", 0.4, 1.2],
    ...HANDED_OVER,
  ],
  deliveredLate: [
    ["accept", 6, 12],
    ["assign", 5, 9],
    ["take", 0.5, 3],
    ["pickUp", 8, 12],
    ["startDelivery", 1, 3],
    ["photo", 8, 14],
    ["signature", 0.2, 0.5],
    ["deliver", 0.1, 0.3],
  ],
  runningLate: [
    ["accept", 5, 6],
    ["assign", 6, 7],
    ["take", 0.3, 0.6],
    ["pickUp", 12, 13],
    ["startDelivery", 1, 1.5],
  ],
  cancelledByCustomer: [["cancelByCustomer", 2, 8]],
  cancelledByVendor: [...ACCEPTED, ["cancelByVendor", 3, 9]],
} as const satisfies Record<string, readonly Beat[]>;

export type Plot = keyof typeof PLOTS;
