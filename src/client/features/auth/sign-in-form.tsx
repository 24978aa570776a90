import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Link } from "react-router";
import { z } from "zod";
import { problemOf } from "../../../sdk/index.ts";
import { Email } from "../../../shared/text.ts";
import { useConnection } from "../../app/providers.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { CodeField } from "./second-factor/code-field.tsx";

const Credentials = z.object({ email: Email, password: z.string().min(1, "Type your password").max(128) });

export function SignInForm() {
  const { medex } = useConnection();
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm({ resolver: zodResolver(Credentials), defaultValues: { email: "", password: "" } });
  const { errors, isSubmitting } = form.formState;
  /** Null until the service has asked for one. */
  const [code, setCode] = useState<string | null>(null);
  const signIn = form.handleSubmit(async ({ email, password }) => {
    setRefusal(null);
    await medex.login(email, password, code?.trim() || undefined).catch(error => {
      if (problemOf(error).code !== "SECOND_FACTOR_REQUIRED") return setRefusal(error);
      setCode(typed => typed ?? "");
    });
  });
  const startAgain = () => {
    setCode(null);
    setRefusal(null);
    form.resetField("password");
  };
  if (code !== null) {
    return (
      <form onSubmit={signIn} noValidate className="flex flex-col gap-4">
        <CodeField
          value={code}
          onChange={setCode}
          hint="Six digits of your authenticator application. Without the phone: one of your recovery codes."
          large
        />
        <ErrorLine error={refusal} />
        <Button type="submit" tone="primary" size="large" pending={isSubmitting} className="mt-1">
          Sign in
        </Button>
        <Button tone="bare" onClick={startAgain}>
          Use another account
        </Button>
      </form>
    );
  }
  return (
    <form onSubmit={signIn} noValidate className="flex flex-col gap-4">
      <Field label="E-mail" error={errors.email && "Type your whole e-mail address"}>
        {control => (
          <TextInput
            {...control}
            {...form.register("email")}
            type="email"
            autoComplete="username"
            large
            autoFocus
          />
        )}
      </Field>
      <Field label="Password" error={errors.password?.message}>
        {control => (
          <PasswordInput {...control} {...form.register("password")} autoComplete="current-password" large />
        )}
      </Field>
      <ErrorLine error={refusal} />
      <Button type="submit" tone="primary" size="large" pending={isSubmitting} className="mt-1">
        Sign in
      </Button>
      <Link to="/forgot-password" className="self-start font-medium text-brand text-sm hover:underline">
        Forgot your password?
      </Link>
    </form>
  );
}
