import { UserId } from "../../../shared/ids.ts";
import type { Role } from "../../../shared/users/user.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { CheckedPasswords } from "../../platform/passwords/passwords.port.ts";
import type { UserDoc } from "./users.repo.ts";

type Details = {
  email: string;
  password: string | null;
  fullName: string;
  phone?: string | null;
  role: Role;
};

/**
 * An account ready to be inserted: hashing takes its time, and so is done before a transaction begins. Without a password
 * nobody can sign in until one is set by a link. Errors: PASSWORD_TOO_COMMON.
 */
export type NewAccount = (details: Details) => Promise<UserDoc>;

export function createNewAccount(deps: { passwords: CheckedPasswords; ids: Ids; clock: Clock }): NewAccount {
  return async ({ email, password, fullName, phone = null, role }) => {
    const passwordHash = password === null ? null : await deps.passwords.hash(password, { email, fullName });
    const now = deps.clock.now();
    return {
      _id: UserId.parse(deps.ids.uuid()),
      email,
      fullName,
      phone,
      role,
      passwordHash,
      isActive: true,
      emailVerifiedAt: null,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
  };
}
