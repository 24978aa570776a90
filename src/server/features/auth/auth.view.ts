import type { Actor } from "../../../shared/auth/actor.ts";
import type { SessionView } from "../../../shared/auth/auth.schema.ts";
import type { SessionDoc } from "./sessions.repo.ts";

export const toSessionView =
  (actor: Actor) =>
  (doc: SessionDoc): SessionView => ({
    id: doc._id,
    current: doc._id === actor.sessionId,
    userAgent: doc.userAgent,
    ip: doc.ip,
    createdAt: doc.createdAt.toISOString(),
    lastUsedAt: doc.updatedAt.toISOString(),
    expiresAt: doc.expiresAt.toISOString(),
  });
