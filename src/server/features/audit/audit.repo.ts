import type { Db, Filter } from "mongodb";
import type { AuditChange, SubjectKind } from "../../../shared/admin/admin.schema.ts";
import type { SessionId, UserId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { Role } from "../../../shared/users/user.schema.ts";
import type { CollectionSpec } from "../../platform/mongo/collections.ts";
import { after, readPage } from "../../platform/mongo/cursor.ts";
import { repository } from "../../platform/mongo/repository.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";

/** Who did it, as it was then, whatever becomes of the account. */
export type AuditActor = { id: UserId | null; role: Role | "system" | "link"; name: string };

export type AuditDoc = {
  _id: string;
  createdAt: Date;
  actor: AuditActor;
  action: string;
  /** What it was done to: an id, or the e-mail address that somebody tried. Of a read, up to a hundred ids. */
  subject: string | readonly string[] | null;
  subjectKind: SubjectKind | null;
  detail: string | null;
  /** What is different since, where the entry is about a change. */
  changes: readonly AuditChange[];
  /** Why, where an administrator changed what is another's. */
  reason: string | null;
  /** The request, as far as there was one; entries from before these were kept lack them. */
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  sessionId: SessionId | null;
};

const RETENTION_SECONDS = 2 * 365 * 86_400;

export const auditCollection: CollectionSpec = {
  name: "audit",
  indexes: [
    { key: { createdAt: -1, _id: -1 } },
    { key: { action: 1, createdAt: -1 } },
    { key: { "actor.id": 1, createdAt: -1 } },
    { key: { subject: 1, createdAt: -1, _id: -1 } },
    { key: { createdAt: 1 }, options: { expireAfterSeconds: RETENTION_SECONDS } },
  ],
};

export type AuditRepo = ReturnType<typeof createAuditRepo>;

export const createAuditRepo = repository((db: Db) => {
  const audit = db.collection<AuditDoc>(auditCollection.name);
  return {
    async insert(tx: Tx | null, doc: AuditDoc): Promise<void> {
      await audit.insertOne(doc, tx ? { session: tx } : {});
    },

    async list(filter: {
      action?: string;
      actorId?: string;
      subject?: string;
      cursor?: string;
      limit: number;
    }): Promise<Page<AuditDoc>> {
      const wanted: Filter<AuditDoc> = {};
      if (filter.action) wanted.action = filter.action;
      if (filter.actorId) wanted["actor.id"] = filter.actorId as UserId;
      if (filter.subject) wanted.subject = filter.subject;
      const matching = [wanted, after<AuditDoc>(filter.cursor)];
      return readPage(audit.find({ $and: matching }), filter.limit);
    },
  };
});
