import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ManagedUser } from "../../../shared/users/user.schema.ts";
import { saveText } from "../../app/save-text.ts";
import { useTRPC } from "../../app/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorLine, ErrorState } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { tell, tellProblem } from "../../ui/toast.ts";
import { SheetPart } from "../admin/sheet-part.tsx";
import { ReasonDialog } from "../reasons/reason-dialog.tsx";
import { REASON_LENGTH, reasonProblem } from "../reasons/reason-words.ts";
import { BLOCK_WORDS } from "./block-words.ts";

/** What is kept about the holder of an account: how much, as a file, and to be erased for good. */
export function PersonPart({ user }: { user: ManagedUser }) {
  const trpc = useTRPC();
  const found = useQuery(trpc.privacy.find.queryOptions({ userId: user.id }));
  const [asked, setAsked] = useState<"export" | "erase" | null>(null);
  const close = () => setAsked(null);
  const block = found.data?.blockedBy;
  const exporting = useMutation(
    trpc.privacy.export.mutationOptions({
      onSuccess: data =>
        saveText({
          filename: `personal-data-${user.id}.json`,
          contentType: "application/json",
          content: JSON.stringify(data, null, 2),
        }),
      onError: tellProblem,
      onSettled: close,
    }),
  );
  return (
    <SheetPart title="Personal data">
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} compact />
      ) : (
        <p className="text-ink-soft text-sm">{found.data ? countWords(found.data.counts) : "Counting …"}</p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAsked("export")}>Export</Button>
        <Button tone="dangerQuiet" disabled={!found.data || block !== null} onClick={() => setAsked("erase")}>
          Erase the person
        </Button>
      </div>
      {block ? <p className="text-ink-soft text-sm">{BLOCK_WORDS[block].other}</p> : null}
      {asked === "export" ? (
        <ReasonDialog
          title={`Export what is kept about ${user.fullName}?`}
          description="One file with everything, for the person alone. That you took it is kept in the audit log."
          words={{ yes: "Export", no: "Leave it" }}
          isPending={exporting.isPending}
          onReason={reason => exporting.mutate({ userId: user.id, reason })}
          onClose={close}
        />
      ) : null}
      {asked === "erase" ? <EraseDialog user={user} onClose={close} /> : null}
    </SheetPart>
  );
}

/** Nothing brings it back, so the address is typed: a wrong row in a list is found out here. */
function EraseDialog({ user, onClose }: { user: ManagedUser; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [reason, setReason] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const erase = useMutation(
    trpc.privacy.erase.mutationOptions({
      onSuccess: () => {
        tell("The person is erased", { detail: "The log keeps that it was done, and no name." });
        void queries.invalidateQueries();
        onClose();
      },
    }),
  );
  const problem = reasonProblem(reason);
  const isRight = email.trim().toLowerCase() === user.email;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (isRight && !problem) erase.mutate({ userId: user.id, reason: reason.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={isOpen => !isOpen && onClose()}
      title={`Erase ${user.fullName} for good?`}
      description="The account is emptied and signed out everywhere; names, places, items and pictures of closed orders go too. Times, fees and chains of custody stay. Nothing brings it back."
    >
      <form onSubmit={submit} className="flex flex-col gap-4 pb-4">
        <Field
          label="Reason"
          hint="Kept in the audit log. Name nobody."
          error={isAsked ? problem : undefined}
        >
          {control => (
            <TextInput
              {...control}
              value={reason}
              maxLength={REASON_LENGTH.max}
              autoFocus
              onChange={event => setReason(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={`Type ${user.email} to confirm`}
          error={isAsked && !isRight ? "This is not the address of the account" : undefined}
        >
          {control => (
            <TextInput
              {...control}
              value={email}
              autoComplete="off"
              onChange={event => setEmail(event.target.value)}
            />
          )}
        </Field>
        <ErrorLine error={erase.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Keep the person</Button>
          <Button type="submit" tone="danger" pending={erase.isPending}>
            Erase for good
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const KINDS: Record<string, readonly [one: string, many: string]> = {
  orders: ["order", "orders"],
  deliveries: ["delivery", "deliveries"],
  positions: ["position", "positions"],
  proofs: ["proof", "proofs"],
  events: ["event", "events"],
  sessions: ["device", "devices"],
};

const countWords = (counts: Record<string, number>): string =>
  Object.entries(KINDS)
    .flatMap(([kind, [one, many]]) => {
      const count = counts[kind];
      return count ? `${count.toLocaleString()} ${count === 1 ? one : many}` : [];
    })
    .join(" · ") || "Nothing but the account";
