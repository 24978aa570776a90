import type { ReactNode } from "react";
import { Field } from "../../../ui/field.tsx";
import { TextInput } from "../../../ui/text-input.tsx";

type CodeFieldProps = {
  value: string;
  onChange: (code: string) => void;
  hint: ReactNode;
  error?: string | undefined;
  large?: boolean;
};

/** Six digits, or a recovery code. Phones offer the digits of an application by themselves. */
export function CodeField({ value, onChange, hint, error, large }: CodeFieldProps) {
  return (
    <Field label="Code" hint={hint} error={error}>
      {control => (
        <TextInput
          {...control}
          value={value}
          onChange={event => onChange(event.target.value)}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          large={large}
          autoFocus
          className="font-mono"
        />
      )}
    </Field>
  );
}
