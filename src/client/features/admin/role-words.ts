import type { Role } from "../../../shared/users/user.schema.ts";

/** A role as people call it, and what it opens. */
export const ROLE_WORDS = {
  user: { label: "Customer", one: "a customer", opens: "orders deliveries and follows them" },
  vendor: {
    label: "Business",
    one: "a business account",
    opens: "works on the board of its business",
  },
  driver: { label: "Driver", one: "a driver", opens: "carries the orders of a business" },
  admin: { label: "Administrator", one: "an administrator", opens: "sees and changes everything here" },
} as const satisfies Record<Role, { label: string; one: string; opens: string }>;
