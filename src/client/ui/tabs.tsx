import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export type Tab<Name extends string> = { name: Name; label: string; count?: number; content: ReactNode };

type TabsProps<Name extends string> = {
  value: Name;
  onChange: (name: Name) => void;
  tabs: readonly Tab<Name>[];
  label: string;
  className?: string;
};

export function Tabs<Name extends string>({ value, onChange, tabs, label, className }: TabsProps<Name>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={name => onChange(name as Name)}
      className={`flex min-h-0 flex-col ${className ?? ""}`}
    >
      <Radix.List aria-label={label} className="flex shrink-0 gap-1 border-b px-3">
        {tabs.map(tab => (
          <Radix.Trigger
            key={tab.name}
            value={tab.name}
            className="-mb-px h-11 border-transparent border-b-2 px-3 font-medium text-ink-soft text-sm transition-colors duration-120 hover:text-ink data-[state=active]:border-brand data-[state=active]:text-ink"
          >
            {tab.label}
            {tab.count === undefined ? null : <span className="ml-1.5 text-ink-soft">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(tab => (
        <Radix.Content key={tab.name} value={tab.name} className="min-h-0 flex-1 outline-none">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
