import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies a text, and says so in its own place for two seconds. */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      window.prompt("Copy this:", text);
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button size="small" onClick={copy} icon={<Icon aria-hidden className="size-4" strokeWidth={1.75} />}>
      <span aria-live="polite">{copied ? "Copied" : children}</span>
    </Button>
  );
}
