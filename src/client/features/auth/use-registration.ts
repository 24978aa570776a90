import { useState } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { problemOf } from "../../../sdk/index.ts";
import type { RegisterInput } from "../../../shared/auth/auth.schema.ts";
import { showIssues } from "../../app/form-problems.ts";
import { useConnection } from "../../app/providers.tsx";

type Fields<Values extends FieldValues> = { email: Path<Values>; address?: Path<Values> };

/** Makes the account and signs it in; what the service refuses stands at its field, or in `problem`. */
export function useRegistration<Values extends FieldValues, Result>(
  form: UseFormReturn<Values, unknown, Result>,
  fields: Fields<Values>,
) {
  const { medex } = useConnection();
  const [problem, setProblem] = useState<unknown>(null);

  async function register(input: RegisterInput): Promise<void> {
    setProblem(null);
    try {
      await medex.auth.register.mutate(input);
    } catch (error) {
      const { code, text, wayOut } = problemOf(error);
      const isAddress = code === "ADDRESS_NOT_FOUND" || code === "OUTSIDE_SERVICE_AREA";
      if (code === "EMAIL_TAKEN") {
        form.setError(fields.email, { message: `${text} ${wayOut}` }, { shouldFocus: true });
      } else if (isAddress && fields.address) {
        form.setError(fields.address, { message: addressWords(text, error) }, { shouldFocus: true });
      } else if (!showIssues(form, error)) setProblem(error);
    }
  }
  return { register, problem };
}

/** There is no map before signing in: the nearest spellings are all the help there is. */
function addressWords(text: string, error: unknown): string {
  const { suggestions } = problemOf(error).details;
  const known = Array.isArray(suggestions) ? suggestions.slice(0, 2).join(" or ") : "";
  return known ? `${text} Did you mean ${known}?` : `${text} Check the spelling, with number and city.`;
}
