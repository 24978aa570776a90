import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Button } from "../../ui/button.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { SignUpField } from "./sign-up-fields.tsx";
import { CustomerSignUp, signUpWords } from "./sign-up-schema.ts";
import { useRegistration } from "./use-registration.ts";

/** An account for somebody who orders deliveries: open at once. */
export function CustomerSignUpForm() {
  const form = useForm({
    resolver: zodResolver(CustomerSignUp, { error: ({ path }) => signUpWords(path) }),
    defaultValues: { fullName: "", email: "", phone: "", password: "" },
  });
  const { register, problem } = useRegistration(form, { email: "email" });
  const submit = form.handleSubmit(({ phone, ...account }) =>
    register({ role: "user", client: "browser", ...account, ...(phone ? { phone } : {}) }),
  );
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SignUpField form={form} name="fullName" label="Your name" autoComplete="name" autoFocus />
      <SignUpField form={form} name="email" label="E-mail" type="email" autoComplete="username" />
      <SignUpField
        form={form}
        name="phone"
        label="Phone"
        type="tel"
        autoComplete="tel"
        optional
        hint="So that the sender can ask back."
      />
      <SignUpField
        form={form}
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters. A short sentence is good."
      />
      <ErrorLine error={problem} />
      <Button
        type="submit"
        tone="primary"
        size="large"
        pending={form.formState.isSubmitting}
        className="mt-1"
      >
        Create the account
      </Button>
    </form>
  );
}
