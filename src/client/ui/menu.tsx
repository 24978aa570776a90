import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Key } from "./key.tsx";

type MenuProps = {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Read out when the menu opens. */
  label: string;
};

export function Menu({ trigger, children, align = "end", open, onOpenChange, label }: MenuProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} onOpenChange={onOpenChange} modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 max-w-[calc(100vw-16px)] animate-appear overflow-y-auto rounded-card border border-hairline bg-raised p-1 shadow-float outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  onSelect: () => void;
  children: ReactNode;
  icon?: ReactNode;
  hint?: string;
  danger?: boolean;
  disabled?: boolean;
};

export function MenuItem({ onSelect, children, icon, hint, danger, disabled }: MenuItemProps) {
  return (
    <Radix.Item
      onSelect={onSelect}
      disabled={disabled}
      className={`flex min-h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 text-base outline-none data-[disabled]:cursor-default data-[highlighted]:bg-ink/6 data-[disabled]:opacity-50 ${danger ? "text-danger" : ""}`}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {hint ? <Key>{hint}</Key> : null}
    </Radix.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-ink-soft text-xs">{children}</Radix.Label>;
}
