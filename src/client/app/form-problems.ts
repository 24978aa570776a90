import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { problemOf } from "../../sdk/problem.ts";

const Issues = z.array(z.object({ path: z.string(), message: z.string() }));

/**
 * Puts what the server refused to the fields that it names. True when every issue found its field; otherwise the
 * form has to show the problem itself (`ErrorLine`).
 */
export function showIssues<Values extends FieldValues, Result>(
  form: UseFormReturn<Values, unknown, Result>,
  error: unknown,
): boolean {
  const { code, details } = problemOf(error);
  if (code !== "INVALID_INPUT") return false;
  const issues = Issues.safeParse(details.issues);
  if (!issues.success || issues.data.length === 0) return false;
  const values: FieldValues = form.getValues();
  let placed = 0;
  for (const { path, message } of issues.data) {
    const top = path.split(/[.[]/)[0] ?? "";
    if (!(top in values)) continue;
    form.setError(path.replace(/\[(\d+)\]/g, ".$1") as Path<Values>, { message });
    placed += 1;
  }
  return placed === issues.data.length;
}
