import { useState } from "react";
import { Link, Navigate, useLocation } from "react-router";
import { problemOf } from "../../../../sdk/index.ts";
import type { Role } from "../../../../shared/users/user.schema.ts";
import { useConnection } from "../../../app/providers.tsx";
import { ROLE_HOME } from "../../../app/role-home.ts";
import { Button } from "../../../ui/button.tsx";
import { AuthFrame } from "../auth-frame.tsx";
import { DeadLink } from "./dead-link.tsx";
import { linkToken } from "./link-token.ts";
import { NewPasswordForm } from "./new-password-form.tsx";

/** Where the letter to a new driver or colleague leads: one password, and he is at work. */
export function InvitationScreen() {
  const { medex } = useConnection();
  const { hash } = useLocation();
  const token = linkToken(hash);
  const [outcome, setOutcome] = useState<Role | "dead" | null>(null);
  if (!token || outcome === "dead") {
    return (
      <AuthFrame>
        <DeadLink>
          <p className="text-ink-soft text-sm">
            If you have chosen a password already, sign in. If not, ask for a new one with the address that
            the letter came to.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button asChild tone="primary">
              <Link to="/">Sign in</Link>
            </Button>
            <Button asChild>
              <Link to="/forgot-password">Ask for a new link</Link>
            </Button>
          </div>
        </DeadLink>
      </AuthFrame>
    );
  }
  if (outcome) return <Navigate to={ROLE_HOME[outcome]} replace />;
  const accept = async (password: string) => {
    try {
      const { email } = await medex.auth.acceptInvitation.mutate({ token, password });
      const { role } = await medex.login(email, password);
      setOutcome(role);
    } catch (error) {
      if (problemOf(error).code !== "LINK_NOT_VALID") throw error;
      setOutcome("dead");
    }
  };
  return (
    <AuthFrame>
      <h1 className="font-semibold text-xl">Welcome aboard</h1>
      <p className="mt-1 mb-6 text-ink-soft">
        Choose your password. You sign in with it and with the e-mail address that the letter came to.
      </p>
      <NewPasswordForm verb="Begin" onChosen={accept} />
    </AuthFrame>
  );
}
