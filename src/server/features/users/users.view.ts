import type { Actor } from "../../../shared/auth/actor.ts";
import type { ManagedUser, UserView } from "../../../shared/users/user.schema.ts";
import { managementOf } from "./users.policy.ts";
import type { UserDoc } from "./users.repo.ts";

export const toUserView = (doc: UserDoc): UserView => ({
  id: doc._id,
  email: doc.email,
  fullName: doc.fullName,
  phone: doc.phone,
  role: doc.role,
  isActive: doc.isActive,
  emailVerifiedAt: doc.emailVerifiedAt?.toISOString() ?? null,
  createdAt: doc.createdAt.toISOString(),
});

export const toManagedUser =
  (actor: Actor) =>
  (doc: UserDoc): ManagedUser => ({ ...toUserView(doc), can: managementOf(actor, doc._id) });
