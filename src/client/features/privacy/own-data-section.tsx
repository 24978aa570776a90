import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { problemOf } from "../../../sdk/index.ts";
import { useConnection, useMe } from "../../app/providers.tsx";
import { saveText } from "../../app/save-text.ts";
import { useTRPC } from "../../app/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { tell, tellProblem } from "../../ui/toast.ts";
import { BLOCK_WORDS, blockOf } from "./block-words.ts";

/** What is kept about the reader: to be had as a file, and to be deleted. */
export function OwnDataSection() {
  const trpc = useTRPC();
  const [isDeleting, setDeleting] = useState(false);
  const download = useMutation(
    trpc.privacy.exportMine.mutationOptions({
      onSuccess: data =>
        saveText({
          filename: "my-data.json",
          contentType: "application/json",
          content: JSON.stringify(data, null, 2),
        }),
      onError: tellProblem,
    }),
  );
  return (
    <div className="flex flex-wrap gap-2">
      <Button pending={download.isPending} onClick={() => download.mutate()}>
        Download my data
      </Button>
      <Button tone="dangerQuiet" onClick={() => setDeleting(true)}>
        Delete my account
      </Button>
      {isDeleting ? <DeleteDialog onClose={() => setDeleting(false)} /> : null}
    </div>
  );
}

/** What goes with the account: a courier's deliveries are orders of others, which stay without his name. */
const ERASED = {
  driver:
    "Your name, e-mail address, phone and positions are erased. What you delivered stays, without your name.",
  other:
    "Your name, e-mail address and phone are erased, and so are names, addresses, items and pictures of the closed orders that you placed.",
} as const;

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const { medex } = useConnection();
  const { email, role } = useMe();
  const [password, setPassword] = useState("");
  const erase = useMutation(
    trpc.privacy.eraseMine.mutationOptions({
      onSuccess: () => {
        tell("Your account is deleted");
        void medex.logout();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password) erase.mutate({ password });
  };
  const block = blockOf(erase.error);
  const isWrong = erase.error !== null && problemOf(erase.error).code === "INVALID_CREDENTIALS";
  return (
    <Dialog
      open
      onOpenChange={isOpen => !isOpen && onClose()}
      title="Delete your account?"
      description={`${role === "driver" ? ERASED.driver : ERASED.other} Nobody can bring them back.`}
    >
      <form onSubmit={submit} className="flex flex-col gap-4 pb-4">
        {/* Password managers look here for whose password it is. */}
        <input type="text" autoComplete="username" value={email} readOnly hidden />
        <Field label="Your password" error={isWrong ? "This is not your password" : undefined}>
          {control => (
            <PasswordInput
              {...control}
              autoComplete="current-password"
              autoFocus
              value={password}
              onChange={event => setPassword(event.target.value)}
            />
          )}
        </Field>
        {block ? (
          <p role="alert" className="text-danger text-sm">
            {BLOCK_WORDS[block].own}
          </p>
        ) : isWrong ? null : (
          <ErrorLine error={erase.error} />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Keep it</Button>
          <Button type="submit" tone="danger" pending={erase.isPending} disabled={!password}>
            Delete for good
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
