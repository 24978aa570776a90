import { useMutation } from "@tanstack/react-query";
import { BadgeCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { Link, useLocation } from "react-router";
import { problemOf } from "../../../../sdk/index.ts";
import { useTRPC } from "../../../app/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton.tsx";
import { AuthFrame } from "../auth-frame.tsx";
import { DeadLink } from "./dead-link.tsx";
import { linkToken } from "./link-token.ts";

/** Where the letter about an address leads: opening it is all there is to do. */
export function VerifyEmailScreen() {
  const { hash } = useLocation();
  const token = linkToken(hash);
  return <AuthFrame>{token ? <Verification token={token} /> : <Dead />}</AuthFrame>;
}

function Verification({ token }: { token: string }) {
  const trpc = useTRPC();
  const { mutate, data, error } = useMutation(trpc.auth.verifyEmail.mutationOptions());
  const asked = useRef<string | null>(null);
  useEffect(() => {
    // A link works once: asking twice would say that it is dead.
    if (asked.current === token) return;
    asked.current = token;
    mutate({ token });
  }, [mutate, token]);
  if (error && problemOf(error).code === "LINK_NOT_VALID") return <Dead />;
  if (error) return <ErrorState error={error} onRetry={() => mutate({ token })} />;
  if (!data) return <SkeletonRows rows={2} label="Confirming your address" />;
  return (
    <div role="status" className="flex flex-col items-start gap-4">
      <BadgeCheck aria-hidden className="size-6 text-brand" strokeWidth={1.5} />
      <div>
        <h1 className="font-semibold text-xl">Your address is confirmed</h1>
        <p className="mt-1 text-ink-soft">{data.email} is yours. Letters about your account go there.</p>
      </div>
      <Button asChild tone="primary">
        <Link to="/">Go on</Link>
      </Button>
    </div>
  );
}

const Dead = () => (
  <DeadLink>
    <p className="text-ink-soft text-sm">Your account can send you another one.</p>
    <Button asChild tone="primary">
      <Link to="/account">Open your account</Link>
    </Button>
  </DeadLink>
);
