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
  const { code, details, text, wayOut } = problemOf(error);
  if (code === "PASSWORD_TOO_COMMON") return showAtPassword(form, `${text} ${wayOut}`);
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

/** The field in which a password is chosen, whatever the form calls it. */
function showAtPassword<Values extends FieldValues>(
  form: Pick<UseFormReturn<Values>, "getValues" | "setError">,
  message: string,
): boolean {
  const values: FieldValues = form.getValues();
  const name = ["newPassword", "password"].find(each => each in values);
  if (name) form.setError(name as Path<Values>, { message }, { shouldFocus: true });
  return name !== undefined;
}
