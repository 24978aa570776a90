import type { HTMLInputTypeAttribute } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import { Field } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { TextInput } from "../../ui/text-input.tsx";

type SignUpFieldProps<Values extends FieldValues> = {
  form: Pick<UseFormReturn<Values>, "register" | "getFieldState" | "formState">;
  name: Path<Values>;
  label: string;
  type?: HTMLInputTypeAttribute;
  autoComplete: string;
  optional?: boolean;
  hint?: string;
  placeholder?: string;
  autoFocus?: boolean;
};

/** One line of a sign-up form, for thumbs. */
export function SignUpField<Values extends FieldValues>(props: SignUpFieldProps<Values>) {
  const { form, name, label, optional, hint, type, ...input } = props;
  const { error } = form.getFieldState(name, form.formState);
  return (
    <Field label={label} optional={optional} error={error?.message} hint={error ? undefined : hint}>
      {control =>
        type === "password" ? (
          <PasswordInput {...control} {...form.register(name)} {...input} large />
        ) : (
          <TextInput {...control} {...form.register(name)} {...input} type={type} large />
        )
      }
    </Field>
  );
}
