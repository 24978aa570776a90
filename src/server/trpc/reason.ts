import { DomainError } from "../../shared/errors.ts";
import { asksEverybodyWhy, needsReason, type Permission } from "../../shared/permissions.ts";
import { REASON_CHARACTERS, Reason } from "../../shared/reason.ts";
import type { Role } from "../../shared/users/user.schema.ts";

type Asked = { role: Role; permission: Permission; type: "query" | "mutation" | "subscription" };

/** True where the caller changes what is another's, and has to say why. */
export const isAskedWhy = ({ role, permission, type }: Asked): boolean =>
  type === "mutation" && needsReason(role, permission);

/** The reason in an input that no schema has read yet. Errors: REASON_REQUIRED. */
export function reasonIn(input: unknown): string {
  const reason = Reason.safeParse(isFields(input) ? input.reason : undefined);
  if (!reason.success) throw new DomainError("REASON_REQUIRED", REASON_CHARACTERS);
  return reason.data;
}

/** The input as the schema of the procedure knows it. */
export function withoutReason(input: unknown, permission: Permission): unknown {
  if (asksEverybodyWhy(permission) || !isFields(input)) return input;
  const { reason: _, ...rest } = input;
  return rest;
}

const isFields = (input: unknown): input is Record<string, unknown> =>
  typeof input === "object" && input !== null && !Array.isArray(input) && !(input instanceof FormData);
