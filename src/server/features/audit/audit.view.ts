import type { AuditEntry } from "../../../shared/admin/admin.schema.ts";
import { toCsv } from "../../../shared/csv.ts";
import type { AuditDoc } from "./audit.repo.ts";

export const toAuditEntry = (doc: AuditDoc): AuditEntry => ({
  id: doc._id,
  at: doc.createdAt.toISOString(),
  actor: doc.actor,
  action: doc.action,
  subject: subjectsOf(doc)[0] ?? null,
  subjects: subjectsOf(doc),
  subjectKind: doc.subjectKind ?? null,
  detail: doc.detail,
  changes: [...(doc.changes ?? [])],
  reason: doc.reason ?? null,
  ip: doc.ip ?? null,
  userAgent: doc.userAgent ?? null,
  requestId: doc.requestId ?? null,
  sessionId: doc.sessionId ?? null,
});

const subjectsOf = ({ subject }: AuditDoc): string[] => (subject === null ? [] : [subject].flat());

const HEADINGS =
  "time,action,who,role,account,subject kind,subjects,detail,changes,reason,address,browser,request,session";

/** Entries as comma-separated values, with everything that the log knows. */
export const toCsvRows = (entries: readonly AuditEntry[]): string =>
  toCsv([
    HEADINGS.split(","),
    ...entries.map(({ actor, subjects, changes, ...entry }) => [
      entry.at,
      entry.action,
      actor.name,
      actor.role,
      actor.id,
      entry.subjectKind,
      subjects.join(" "),
      entry.detail,
      changes.map(changeText).join("; "),
      entry.reason,
      entry.ip,
      entry.userAgent,
      entry.requestId,
      entry.sessionId,
    ]),
  ]);

const changeText = ({ field, from, to }: AuditEntry["changes"][number]): string =>
  from === undefined && to === undefined
    ? `${field} changed`
    : `${field}: ${from ?? "nothing"} to ${to ?? "nothing"}`;
