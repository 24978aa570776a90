import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import type { FieldControlProps } from "./field.tsx";
import { CONTROL_CLASSES } from "./text-input.tsx";

export type SelectOption<Value extends string> = { value: Value; label: string; icon?: ReactNode };

type SelectProps<Value extends string> = Partial<FieldControlProps> & {
  value: Value | undefined;
  onChange: (value: Value) => void;
  options: readonly SelectOption<Value>[];
  placeholder?: string;
  /** When no `Field` labels it. */
  "aria-label"?: string;
  disabled?: boolean;
  className?: string;
};

/** One of a few. For many, or for what has to be searched, use `Combobox`. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onChange, options, placeholder, disabled, className, ...control } = props;
  return (
    <Radix.Root value={value ?? ""} onValueChange={next => onChange(next as Value)} disabled={disabled}>
      <Radix.Trigger
        className={`${CONTROL_CLASSES} flex h-9 items-center justify-between gap-2 text-left data-[placeholder]:text-ink-soft ${className ?? ""}`}
        {...control}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon>
          <ChevronDown aria-hidden className="size-4 text-ink-soft" strokeWidth={1.75} />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) animate-appear overflow-hidden rounded-card border border-hairline bg-raised p-1 shadow-float"
        >
          <Radix.Viewport className="[scrollbar-width:none]">
            {options.map(option => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex h-9 cursor-pointer items-center gap-2 rounded-control pr-8 pl-2.5 text-base outline-none data-[highlighted]:bg-ink/6"
              >
                {option.icon}
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-3">
                  <Check aria-hidden className="size-4 text-brand" strokeWidth={2} />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
