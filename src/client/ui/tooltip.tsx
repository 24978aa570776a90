import { Tooltip as Radix } from "radix-ui";
import type { ReactElement } from "react";
import { Key } from "./key.tsx";

type TooltipProps = {
  text: string;
  hint?: string | undefined;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement;
};

/** Extra words on hover and focus. Never the only place of something that matters: phones have no hover. */
export function Tooltip({ text, hint, side = "top", children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 flex max-w-72 animate-appear items-center gap-2 rounded-control bg-ink px-2 py-1 text-paper text-xs shadow-float"
          >
            {text}
            {hint ? <Key inverse>{hint}</Key> : null}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
