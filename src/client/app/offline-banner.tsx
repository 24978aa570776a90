import { CloudOff } from "lucide-react";
import { useLiveness } from "./providers.tsx";

/** Says that the device has no network, what still works and what does not. */
export function OfflineBanner() {
  const { connection } = useLiveness();
  if (connection !== "offline") return null;
  return (
    <div
      role="status"
      className="flex shrink-0 items-center justify-center gap-2 bg-attention-wash px-4 py-1.5 text-attention-ink text-sm"
    >
      <CloudOff aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      No network. You see what was known before; nothing can be changed until it is back.
    </div>
  );
}
