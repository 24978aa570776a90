import type { AuditChange } from "../../../shared/admin/admin.schema.ts";

/** Which fields of a document the log names when they change, and whether it keeps their values. */
export type Watched<Doc> = Partial<Record<keyof Doc & string, "value" | "personal">>;

/** What is different in `after`. Of a personal field the log says that it was changed, and not from what to what. */
export function changesOf<Doc extends object>(
  watched: Watched<Doc>,
  before: Partial<Doc>,
  after: Partial<Doc>,
): AuditChange[] {
  return (Object.keys(watched) as (keyof Doc & string)[])
    .filter(field => !Bun.deepEquals(before[field], after[field]))
    .map(field =>
      watched[field] === "personal"
        ? { field }
        : { field, from: textOf(before[field]), to: textOf(after[field]) },
    );
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
