import { type ReactNode, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { REASON_LENGTH, reasonProblem } from "./reason-words.ts";

type ReasonDialogProps = {
  title: string;
  description?: ReactNode;
  /** What the main button says, and the one that leaves all as it is. */
  words: { yes: string; no: string };
  tone?: "primary" | "danger";
  isPending?: boolean;
  onReason: (reason: string) => void;
  onClose: () => void;
};

/** What an administrator is about to do to what is another's, and the question why. Open as long as it is there. */
export function ReasonDialog({
  title,
  description,
  words,
  isPending,
  onReason,
  onClose,
  ...rest
}: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const [isAsked, setIsAsked] = useState(false);
  const problem = reasonProblem(reason);
  const confirm = () => {
    setIsAsked(true);
    if (!problem && !isPending) onReason(reason.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={isOpen => !isOpen && onClose()}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose}>{words.no}</Button>
          <Button tone={rest.tone ?? "primary"} pending={isPending ?? false} onClick={confirm}>
            {words.yes}
          </Button>
        </>
      }
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          event.stopPropagation();
          confirm();
        }}
      >
        <Field
          label="Reason"
          hint="Kept in the audit log with your name. Name no patients."
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
      </form>
    </Dialog>
  );
}
