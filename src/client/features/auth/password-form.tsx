import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { problemOf } from "../../../sdk/index.ts";
import { ChangePasswordInput } from "../../../shared/auth/auth.schema.ts";
import { showIssues } from "../../app/form-problems.ts";
import { useTRPC } from "../../app/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { tell } from "../../ui/toast.ts";

const WORDS: Record<string, string> = {
  currentPassword: "Type your current password",
  newPassword: "At least 10 characters; a short sentence is good",
};

/** A new password, for who knows the old one; it ends every other session. */
export function PasswordForm({ email }: { email: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useForm({
    resolver: zodResolver(ChangePasswordInput, { error: ({ path }) => WORDS[String(path?.[0])] }),
    defaultValues: { currentPassword: "", newPassword: "" },
  });
  const { errors } = form.formState;
  const change = useMutation(
    trpc.auth.changePassword.mutationOptions({
      onSuccess: () => {
        form.reset();
        tell("The password is changed", { detail: "All other devices have been signed out." });
        void queries.invalidateQueries({ queryKey: trpc.auth.sessions.queryKey() });
      },
      onError: error => {
        if (problemOf(error).code === "INVALID_CREDENTIALS") {
          form.setError("currentPassword", { message: "This is not your current password" });
        } else showIssues(form, error);
      },
    }),
  );
  const isShownAtField = Object.keys(errors).length > 0;
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit(values => change.mutate(values))}
      className="grid gap-4 sm:grid-cols-2"
    >
      {/* Password managers look here for whose password it is. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field label="Current password" error={errors.currentPassword?.message}>
        {control => (
          <PasswordInput {...control} {...form.register("currentPassword")} autoComplete="current-password" />
        )}
      </Field>
      <Field label="New password" error={errors.newPassword?.message}>
        {control => (
          <PasswordInput {...control} {...form.register("newPassword")} autoComplete="new-password" />
        )}
      </Field>
      <div className="flex flex-col gap-3 sm:col-span-2">
        {change.isError && !isShownAtField ? <ErrorLine error={change.error} /> : null}
        <Button type="submit" className="self-start" pending={change.isPending}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
