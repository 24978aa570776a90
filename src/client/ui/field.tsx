import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

/** What a control needs to be tied to its label, hint and error. */
export type FieldControlProps = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = {
  label: string;
  /** Beside the label, for what may stay empty. */
  optional?: boolean;
  /** For a row under another one with the same columns: the label is read out only. */
  hideLabel?: boolean;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: (control: FieldControlProps) => ReactNode;
};

/** A label, one control, a hint, and what is wrong with it: read out together. */
export function Field({ label, optional, hideLabel, hint, error, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error ? errorId : null, hint ? hintId : null].filter(Boolean).join(" ");
  return (
    <div className={`flex min-w-0 flex-col gap-1.5 ${className ?? ""}`}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "flex items-baseline gap-2 font-medium text-sm"}>
        {label}
        {optional ? <span className="font-normal text-ink-soft text-xs">optional</span> : null}
      </label>
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error ? (
        <p id={errorId} className="flex items-start gap-1.5 text-danger text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" strokeWidth={1.75} />
          {sentence(error)}
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="text-ink-soft text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** "must be a telephone number" of a schema, as a sentence under a field. */
const sentence = (text: string) => {
  const trimmed = text.trim().replace(/^Invalid input: /, "");
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
};
