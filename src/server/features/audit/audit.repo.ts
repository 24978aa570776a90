import type { Db, Filter } from "mongodb";
import type { AuditChange, AuditGroup, SubjectKind } from "../../../shared/admin/admin.schema.ts";
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
  group: AuditGroup;
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

/** What the log is searched by; all of it has to be so. `subjects`: any of these ids. */
export type AuditFilter = {
  group?: AuditGroup | undefined;
  action?: string | undefined;
  actorId?: string | undefined;
  subjects?: readonly string[] | undefined;
  ip?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Words that stand together in a detail, a reason or a name. */
  text?: string | undefined;
};

const newestFirst = { createdAt: -1, _id: -1 } as const;
const DAY_SECONDS = 86_400;

export const auditCollection: CollectionSpec = {
  name: "audit",
  indexes: [
    { key: newestFirst },
    { key: { group: 1, ...newestFirst } },
    { key: { action: 1, ...newestFirst } },
    { key: { "actor.id": 1, ...newestFirst } },
    { key: { subject: 1, ...newestFirst } },
    { key: { ip: 1, ...newestFirst } },
    {
      key: { detail: "text", reason: "text", "actor.name": "text" },
      options: { name: "words", default_language: "none" },
    },
  ],
  retired: ["action_1_createdAt_-1", "actor.id_1_createdAt_-1"],
};

/** The same with entries that are gone `days` after they were written. */
export const auditKept = (days: number): CollectionSpec => ({
  ...auditCollection,
  indexes: [
    ...auditCollection.indexes,
    { key: { createdAt: 1 }, options: { expireAfterSeconds: days * DAY_SECONDS } },
  ],
});

export type AuditRepo = ReturnType<typeof createAuditRepo>;

/** Entries are added and found, and that is all: a test holds this file to it. */
export const createAuditRepo = repository((db: Db) => {
  const audit = db.collection<AuditDoc>(auditCollection.name);
  return {
    async insert(tx: Tx | null, doc: AuditDoc): Promise<void> {
      await audit.insertOne(doc, tx ? { session: tx } : {});
    },

    /** All of them, or it fails: then some may be there. */
    async insertAll(docs: readonly AuditDoc[]): Promise<void> {
      await audit.insertMany(docs, { ordered: false });
    },

    list: (
      filter: AuditFilter,
      { cursor, limit }: { cursor?: string; limit: number },
    ): Promise<Page<AuditDoc>> =>
      readPage(audit.find({ $and: [toQuery(filter), after<AuditDoc>(cursor)] }), limit),
  };
});

function toQuery({ group, action, actorId, subjects, ip, from, to, text }: AuditFilter): Filter<AuditDoc> {
  return {
    ...(group && { group }),
    ...(action && { action }),
    ...(actorId && { "actor.id": actorId as UserId }),
    ...(subjects && { subject: { $in: [...subjects] } }),
    ...(ip && { ip }),
    ...((from || to) && { createdAt: { ...(from && { $gte: from }), ...(to && { $lt: to }) } }),
    ...(text && { $text: { $search: `"${text.replaceAll(/["\\]/g, " ")}"` } }),
  };
}
