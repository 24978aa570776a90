import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTRPC } from "../../../app/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { ErrorLine } from "../../../ui/error-state.tsx";
import { Field } from "../../../ui/field.tsx";
import { PasswordInput } from "../../../ui/password-input.tsx";
import { tell } from "../../../ui/toast.ts";
import { CodeField } from "./code-field.tsx";

type DisableDialogProps = { onClose: () => void; onChanged: () => Promise<void> };

/** Gives the second factor up: whoever found an open screen must not be able to. */
export function DisableDialog({ onClose, onChanged }: DisableDialogProps) {
  const trpc = useTRPC();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const disable = useMutation(
    trpc.auth.disableSecondFactor.mutationOptions({
      onSuccess: () => {
        tell("The second factor is off", { detail: "The password alone opens this account now." });
        onClose();
        void onChanged();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password && code) disable.mutate({ password, code });
  };
  return (
    <Dialog open onOpenChange={isOpen => !isOpen && onClose()} title="Switch the second factor off?">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <CodeField value={code} onChange={setCode} hint="Of the application, or a recovery code." />
        <Field label="Your password">
          {control => (
            <PasswordInput
              {...control}
              autoComplete="current-password"
              value={password}
              onChange={event => setPassword(event.target.value)}
            />
          )}
        </Field>
        <ErrorLine error={disable.error} />
        <Button type="submit" tone="danger" className="self-end" pending={disable.isPending}>
          Switch off
        </Button>
      </form>
    </Dialog>
  );
}
