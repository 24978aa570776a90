import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { SecondFactorSecret } from "../../../../shared/auth/second-factor.schema.ts";
import { useTRPC } from "../../../app/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { ErrorLine } from "../../../ui/error-state.tsx";
import { Field } from "../../../ui/field.tsx";
import { PasswordInput } from "../../../ui/password-input.tsx";
import { QrCode } from "../../../ui/qr-code.tsx";
import { CodeField } from "./code-field.tsx";
import { spokenSecret } from "./recovery-words.ts";

type EnrolDialogProps = { onClose: () => void; onChanged: () => Promise<void> };

/** Three steps: the password, the application, the recovery codes. Nothing is asked for before the second is done. */
export function EnrolDialog({ onClose, onChanged }: EnrolDialogProps) {
  const [secret, setSecret] = useState<SecondFactorSecret | null>(null);
  const [recoveryCodes, setRecoveryCodes] = useState<string[] | null>(null);
  const close = () => {
    onClose();
    // Only now: before, the screens behind would open and take the codes away.
    if (recoveryCodes) void onChanged();
  };
  return (
    <Dialog
      open
      onOpenChange={isOpen => !isOpen && close()}
      title={recoveryCodes ? "Keep these recovery codes" : "Set up a second factor"}
    >
      {recoveryCodes ? (
        <RecoveryCodeList codes={recoveryCodes} onDone={close} />
      ) : secret ? (
        <ApplicationStep secret={secret} onConfirmed={setRecoveryCodes} />
      ) : (
        <PasswordStep onSecret={setSecret} />
      )}
    </Dialog>
  );
}

function PasswordStep({ onSecret }: { onSecret: (secret: SecondFactorSecret) => void }) {
  const trpc = useTRPC();
  const [password, setPassword] = useState("");
  const enrol = useMutation(trpc.auth.enrolSecondFactor.mutationOptions({ onSuccess: onSecret }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password) enrol.mutate({ password });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-ink-soft text-sm">
        You need an authenticator application on your phone. From then on signing in takes your password and a
        code of it.
      </p>
      <Field label="Your password">
        {control => (
          <PasswordInput
            {...control}
            autoComplete="current-password"
            value={password}
            onChange={event => setPassword(event.target.value)}
            autoFocus
          />
        )}
      </Field>
      <ErrorLine error={enrol.error} />
      <Button type="submit" tone="primary" className="self-end" pending={enrol.isPending}>
        Go on
      </Button>
    </form>
  );
}

type ApplicationStepProps = { secret: SecondFactorSecret; onConfirmed: (codes: string[]) => void };

function ApplicationStep({ secret: { secret, uri }, onConfirmed }: ApplicationStepProps) {
  const trpc = useTRPC();
  const [code, setCode] = useState("");
  const confirm = useMutation(
    trpc.auth.confirmSecondFactor.mutationOptions({
      onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code) confirm.mutate({ code });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <p className="text-ink-soft text-sm">Scan this with the application, or type the key into it.</p>
      <QrCode text={uri} label="QR code for the authenticator application" className="size-44 self-center" />
      <p className="flex flex-wrap items-center justify-center gap-2 text-sm">
        <span className="break-all font-mono">{spokenSecret(secret)}</span>
        <CopyButton text={secret}>Copy the key</CopyButton>
      </p>
      <CodeField value={code} onChange={setCode} hint="Six digits that the application shows now." />
      <ErrorLine error={confirm.error} />
      <Button type="submit" tone="primary" className="self-end" pending={confirm.isPending}>
        Switch it on
      </Button>
    </form>
  );
}

function RecoveryCodeList({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft text-sm">
        Each opens your account once, without the phone. They are not shown again: print them, or keep them
        where you keep passwords. Your other devices have been signed out.
      </p>
      <ul className="grid gap-x-6 gap-y-1 rounded-control bg-sunken px-4 py-3 font-mono text-sm">
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex justify-end gap-2">
        <CopyButton text={codes.join("\n")}>Copy all</CopyButton>
        <Button tone="primary" size="small" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
