import type { Role } from "../../../shared/users/user.schema.ts";

/** A role as people call it, and what it opens. */
export const ROLE_WORDS = {
  user: { label: "Customer", opens: "orders deliveries and follows them" },
  vendor: { label: "Business", opens: "runs the board of the business that the account owns" },
  driver: { label: "Driver", opens: "carries the orders of a business" },
  admin: { label: "Administrator", opens: "sees and changes everything here" },
} as const satisfies Record<Role, { label: string; opens: string }>;
