import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "react-router";
import { problemOf } from "../../../../sdk/index.ts";
import { useConnection } from "../../../app/providers.tsx";
import { Button } from "../../../ui/button.tsx";
import { AuthFrame } from "../auth-frame.tsx";
import { DeadLink } from "./dead-link.tsx";
import { linkToken } from "./link-token.ts";
import { NewPasswordForm } from "./new-password-form.tsx";

/** Where the letter about a forgotten password leads. */
export function ResetPasswordScreen() {
  const { medex } = useConnection();
  const { hash } = useLocation();
  const token = linkToken(hash);
  const [outcome, setOutcome] = useState<"changed" | "dead" | null>(null);
  if (!token || outcome === "dead") {
    return (
      <AuthFrame>
        <DeadLink>
          <Button asChild tone="primary">
            <Link to="/forgot-password">Ask for a new link</Link>
          </Button>
        </DeadLink>
      </AuthFrame>
    );
  }
  if (outcome === "changed") {
    return (
      <AuthFrame>
        <div role="status" className="flex flex-col items-start gap-4">
          <KeyRound aria-hidden className="size-6 text-brand" strokeWidth={1.5} />
          <div>
            <h1 className="font-semibold text-xl">Your password is changed</h1>
            <p className="mt-1 text-ink-soft">All devices have been signed out. Sign in with the new one.</p>
          </div>
          <Button asChild tone="primary">
            <Link to="/">Sign in</Link>
          </Button>
        </div>
      </AuthFrame>
    );
  }
  const reset = async (newPassword: string) => {
    try {
      await medex.auth.resetPassword.mutate({ token, newPassword });
    } catch (error) {
      if (problemOf(error).code !== "LINK_NOT_VALID") throw error;
      return setOutcome("dead");
    }
    // Whoever was signed in here is not any more.
    medex.session.end("signedOut");
    setOutcome("changed");
  };
  return (
    <AuthFrame>
      <h1 className="font-semibold text-xl">Choose a new password</h1>
      <p className="mt-1 mb-6 text-ink-soft">It replaces the old one, and signs out every device.</p>
      <NewPasswordForm verb="Change the password" onChosen={reset} />
    </AuthFrame>
  );
}
