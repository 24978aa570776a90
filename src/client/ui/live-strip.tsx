import { duration } from "./time-format.ts";
import { useNow } from "./use-now.ts";

export type Liveness = {
  /** `connecting`: the first time. `reconnecting`: it was there and is gone. */
  connection: "connecting" | "open" | "reconnecting" | "offline";
  /** When anything was last heard from the server, epoch milliseconds; null before the first time. */
  lastHeardAt: number | null;
  /** The server has said that positions may be missing. */
  isDegraded: boolean;
};

/** Older than this, what is on the screen must not be taken for now. The server speaks at least every 5 s. */
export const STALE_AFTER_MS = 15_000;

type Verdict = "live" | "late" | "connecting" | "reconnecting" | "stale";

/** Quiet while all is well; what must not be taken for now is said so that it is seen. */
const LOOK = {
  live: { dot: "bg-brand", text: "text-ink-soft text-xs" },
  late: { dot: "bg-attention", text: "font-medium text-attention-ink text-sm" },
  connecting: { dot: "bg-ink-soft", text: "text-ink-soft text-xs" },
  reconnecting: { dot: "bg-attention", text: "font-medium text-attention-ink text-sm" },
  stale: { dot: "rounded-none bg-danger", text: "font-medium text-danger text-sm" },
} as const satisfies Record<Verdict, { dot: string; text: string }>;

/** "Live, 2 s ago", "Positions may be late", "Stale": how far the screen may be trusted, from what was really heard. */
export function LiveStrip({
  connection,
  lastHeardAt,
  isDegraded,
  className,
}: Liveness & { className?: string }) {
  const now = useNow(1_000);
  const ageMs = lastHeardAt === null ? null : Math.max(0, now - lastHeardAt);
  const heard = judge(connection, ageMs);
  const verdict = heard === "live" && isDegraded ? "late" : heard;
  return (
    <div
      data-verdict={verdict}
      className={`flex items-center gap-2 whitespace-nowrap ${LOOK[verdict].text} ${className ?? ""}`}
    >
      <span aria-hidden className={`size-2 rounded-full ${LOOK[verdict].dot}`} />
      <span aria-hidden>{words(verdict, ageMs)}</span>
      <span className="sr-only" role="status">
        {ANNOUNCED[verdict]}
      </span>
    </div>
  );
}

/** Only a change of state is worth saying aloud, not every second. */
const ANNOUNCED = {
  live: "Live",
  late: "Positions may be late. The rest is live.",
  connecting: "Connecting",
  reconnecting: "Reconnecting",
  stale: "Stale: what you see may have changed",
} as const satisfies Record<Verdict, string>;

/** Whether what is on the screen has stopped following what happens: then the strip is no longer live either. */
export function isCutOff(
  { connection, lastHeardAt }: Pick<Liveness, "connection" | "lastHeardAt">,
  nowMs: number,
): boolean {
  const verdict = judge(connection, lastHeardAt === null ? null : nowMs - lastHeardAt);
  return verdict === "stale" || verdict === "reconnecting";
}

function judge(connection: Liveness["connection"], ageMs: number | null): Verdict {
  if (ageMs !== null && ageMs > STALE_AFTER_MS) return "stale";
  if (connection === "open" && ageMs !== null) return "live";
  if (connection === "offline") return "stale";
  return connection === "reconnecting" ? "reconnecting" : "connecting";
}

function words(verdict: Verdict, ageMs: number | null): string {
  if (verdict === "live") return `Live, ${duration(ageMs ?? 0)} ago`;
  if (verdict === "stale")
    return ageMs === null ? "Stale, not connected" : `Stale, last heard ${duration(ageMs)} ago`;
  return ANNOUNCED[verdict];
}
