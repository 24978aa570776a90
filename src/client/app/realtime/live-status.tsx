import { LiveStrip } from "../../ui/live-strip.tsx";
import { useLiveness } from "../providers.tsx";

/** The live strip of this page's socket. */
export function LiveStatus({ className }: { className?: string }) {
  return <LiveStrip {...useLiveness()} className={className} />;
}
