import { z } from "zod";
import { UserId } from "../ids.ts";
import { page } from "../pagination.ts";
import { line } from "../text.ts";

export const Role = z.enum(["user", "vendor", "driver", "admin"]);
export type Role = z.infer<typeof Role>;

export type UserView = {
  id: UserId;
  email: string;
  fullName: string;
  phone: string | null;
  role: Role;
  isActive: boolean;
  /** When somebody followed a link that was sent to the address; null until then. */
  emailVerifiedAt: string | null;
  createdAt: string;
};

/** What an administrator may do with an account. */
export type UserAbility = "setActive" | "setRole";

/** An account as an administrator sees it. */
export type ManagedUser = UserView & { can: UserAbility[] };

export const ListUsersInput = z.strictObject({
  ...page,
  role: Role.optional(),
  isActive: z.boolean().optional(),
  query: line(1, 80).optional(),
});
export type ListUsersInput = z.infer<typeof ListUsersInput>;

export const UserIdInput = z.strictObject({ userId: UserId });
export const SetUserActiveInput = z.strictObject({ userId: UserId, isActive: z.boolean() });
export type SetUserActiveInput = z.infer<typeof SetUserActiveInput>;
export const SetUserRoleInput = z.strictObject({ userId: UserId, role: Role });
export type SetUserRoleInput = z.infer<typeof SetUserRoleInput>;
