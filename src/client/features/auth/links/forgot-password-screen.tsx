import { zodResolver } from "@hookform/resolvers/zod";
import { MailCheck } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Link } from "react-router";
import { RequestPasswordResetInput } from "../../../../shared/auth/one-time-link.schema.ts";
import { useConnection } from "../../../app/providers.tsx";
import { Button } from "../../../ui/button.tsx";
import { ErrorLine } from "../../../ui/error-state.tsx";
import { AuthFrame } from "../auth-frame.tsx";
import { SignUpField } from "../sign-up-fields.tsx";

/** Asks for a link by e-mail; says the same whether there is such an account or not, for strangers may ask too. */
export function ForgotPasswordScreen() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <AuthFrame>
      {sentTo ? (
        <div role="status" className="flex flex-col items-start gap-4">
          <MailCheck aria-hidden className="size-6 text-brand" strokeWidth={1.5} />
          <div>
            <h1 className="font-semibold text-xl">Look into your mailbox</h1>
            <p className="mt-1 text-ink-soft">
              If {sentTo} has an account, a letter is on its way with a link that works for 30 minutes. It may
              take a minute, or lie with the spam.
            </p>
          </div>
          <Button onClick={() => setSentTo(null)}>Try another address</Button>
        </div>
      ) : (
        <>
          <h1 className="font-semibold text-xl">Forgot your password?</h1>
          <p className="mt-1 mb-6 text-ink-soft">
            Type the e-mail address that you sign in with. We send a link to choose a new password.
          </p>
          <ForgotPasswordForm onSent={setSentTo} />
        </>
      )}
      <p className="mt-8 border-t pt-5 text-ink-soft text-sm">
        <Link to="/" className="font-medium text-brand hover:underline">
          Back to the sign-in
        </Link>
      </p>
    </AuthFrame>
  );
}

function ForgotPasswordForm({ onSent }: { onSent: (email: string) => void }) {
  const { medex } = useConnection();
  const [problem, setProblem] = useState<unknown>(null);
  const form = useForm({
    resolver: zodResolver(RequestPasswordResetInput, { error: () => "Type your whole e-mail address" }),
    defaultValues: { email: "" },
  });
  const send = form.handleSubmit(async ({ email }) => {
    setProblem(null);
    await medex.auth.requestPasswordReset.mutate({ email }).then(() => onSent(email), setProblem);
  });
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4">
      <SignUpField form={form} name="email" label="E-mail" type="email" autoComplete="username" autoFocus />
      <ErrorLine error={problem} />
      <Button type="submit" tone="primary" size="large" pending={form.formState.isSubmitting}>
        Send the link
      </Button>
    </form>
  );
}
