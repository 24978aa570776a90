import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Password } from "../../../../shared/auth/password.schema.ts";
import { showIssues } from "../../../app/form-problems.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorLine } from "../../../ui/error-state.tsx";
import { SignUpField } from "../sign-up-fields.tsx";

const NewPassword = z.object({ password: Password });

type NewPasswordFormProps = {
  verb: string;
  /** Rejects with what the service refuses. */
  onChosen: (password: string) => Promise<void>;
};

/** One password, chosen by who followed a link. What is wrong with it stands at the field. */
export function NewPasswordForm({ verb, onChosen }: NewPasswordFormProps) {
  const [problem, setProblem] = useState<unknown>(null);
  const form = useForm({
    resolver: zodResolver(NewPassword, { error: () => "At least 10 characters; a short sentence is good" }),
    defaultValues: { password: "" },
  });
  const submit = form.handleSubmit(async ({ password }) => {
    setProblem(null);
    try {
      await onChosen(password);
    } catch (error) {
      if (!showIssues(form, error)) setProblem(error);
    }
  });
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SignUpField
        form={form}
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters. A short sentence is good."
        autoFocus
      />
      <ErrorLine error={problem} />
      <Button type="submit" tone="primary" size="large" pending={form.formState.isSubmitting}>
        {verb}
      </Button>
    </form>
  );
}
