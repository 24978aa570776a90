import type { EventActor } from "../events/index.ts";

/** What somebody is called after his name was erased: by his part in it. */
export const NAMELESS = {
  user: "Customer",
  vendor: "Dispatcher",
  driver: "Driver",
  admin: "Administrator",
  system: "MedEx",
  link: "Tracking link",
} as const satisfies Record<EventActor["role"] | "link", string>;

/** The same as an expression of the database, over the role in a field. */
export const byRole = (field: string): object =>
  Object.entries(NAMELESS).reduce<object>(
    (otherwise, [role, name]) => ({ $cond: [{ $eq: [field, role] }, name, otherwise] }),
    { $literal: NAMELESS.system },
  );
