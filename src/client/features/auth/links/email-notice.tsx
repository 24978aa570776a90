import { useMutation, useQuery } from "@tanstack/react-query";
import { BadgeCheck, MailWarning } from "lucide-react";
import { useTRPC } from "../../../app/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorLine } from "../../../ui/error-state.tsx";

/** Whether the address has been confirmed, and another letter if not. */
export function EmailNotice({ email }: { email: string }) {
  const trpc = useTRPC();
  // Asked anew: the link may have been opened on another device.
  const me = useQuery(trpc.auth.me.queryOptions());
  const request = useMutation(trpc.auth.requestEmailVerification.mutationOptions());
  if (!me.data) return null;
  if (me.data.emailVerifiedAt) {
    return (
      <p className="flex items-center gap-2 text-ink-soft text-sm">
        <BadgeCheck aria-hidden className="size-4 text-brand" strokeWidth={1.75} />
        {email} is confirmed.
      </p>
    );
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="flex items-start gap-2 text-sm">
        <MailWarning aria-hidden className="mt-0.5 size-4 shrink-0 text-attention-ink" strokeWidth={1.75} />
        <span>
          {email} is not confirmed yet. Confirm it, and you know that letters about your account reach you.
        </span>
      </p>
      {request.isSuccess ? (
        <p role="status" className="text-ink-soft text-sm">
          A letter is on its way. Its link works for two days.
        </p>
      ) : (
        <Button pending={request.isPending} onClick={() => request.mutate()}>
          Send the letter
        </Button>
      )}
      <ErrorLine error={request.error} />
    </div>
  );
}
