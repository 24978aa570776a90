import { Switch as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";

type SwitchProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
};

/** Something that is on or off, taking effect at once or with its form. */
export function Switch({ checked, onChange, label, hint, disabled }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4 py-2">
      <label htmlFor={id} className="min-w-0">
        <span className="block font-medium text-base">{label}</span>
        {hint ? <span className="block text-ink-soft text-sm">{hint}</span> : null}
      </label>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="relative mt-0.5 h-6 w-10 shrink-0 rounded-full bg-hairline-strong transition-colors duration-120 disabled:opacity-50 data-[state=checked]:bg-brand"
      >
        <Radix.Thumb className="block size-5 translate-x-0.5 rounded-full bg-white transition-transform duration-120 ease-out data-[state=checked]:translate-x-[18px]" />
      </Radix.Root>
    </div>
  );
}
