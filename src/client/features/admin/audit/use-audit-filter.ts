import type { AuditExportInput, AuditGroup } from "../../../../shared/admin/admin.schema.ts";
import { oneOf, useUrlFilter } from "../../../app/use-url-filter.ts";

export const GROUPS = [
  { value: "all", label: "Everything" },
  { value: "signIns", label: "Sign-ins" },
  { value: "reads", label: "Reads" },
  { value: "adminActions", label: "Administrators" },
  { value: "changes", label: "Changes" },
] as const satisfies readonly { value: AuditGroup | "all"; label: string }[];

export type AuditUrlFilter = ReturnType<typeof useAuditFilter>;

const NAMES = ["group", "action", "actor", "subject", "ip", "text", "from", "to"] as const;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What narrows the log, in the address of the screen; `from` and `to` are days of the reader, both included. */
export function useAuditFilter() {
  const { get, change } = useUrlFilter();
  const group = oneOf(GROUPS, get("group"));
  const from = dayIn(get("from"));
  const to = dayIn(get("to"));
  const input: AuditExportInput = {
    ...(group !== "all" && { group }),
    ...(get("action") && { action: get("action") }),
    ...(get("actor") && { actorId: get("actor") }),
    ...(get("subject") && { subject: get("subject") }),
    ...(get("ip") && { ip: get("ip") }),
    ...(get("text").length > 1 && { text: get("text") }),
    ...(from && { from: startOf(from).toISOString() }),
    ...(to && { to: startOf(to, 1).toISOString() }),
  };
  return {
    get,
    change,
    group,
    from,
    to,
    input,
    clear: () => change(Object.fromEntries(NAMES.map(name => [name, null]))),
  };
}

const dayIn = (text: string): string =>
  DAY.test(text) && !Number.isNaN(startOf(text).getTime()) ? text : "";

/** Midnight of the reader's day, or of the one `daysLater`. */
function startOf(day: string, daysLater = 0): Date {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysLater);
  return date;
}
