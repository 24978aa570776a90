type Span = { assignedAt: string; expiresAt: string };

/** Milliseconds that are left by the server's clock; never below zero, never more than there were. */
export function remainingMs({ assignedAt, expiresAt }: Span, serverNowMs: number): number {
  const endMs = Date.parse(expiresAt);
  return Math.min(endMs - Date.parse(assignedAt), Math.max(0, endMs - serverNowMs));
}

/** "4:05", rounded up so that "0:00" means over. */
export function countdownText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The same for the ear: "4 minutes 5 seconds". */
export function countdownSpoken(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const parts = [
    [Math.floor(seconds / 60), "minute"],
    [seconds % 60, "second"],
  ] as const;
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return told.length ? told.join(" ") : "no time";
}
