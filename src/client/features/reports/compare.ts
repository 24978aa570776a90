type Change = { text: string; direction: "up" | "down" | "same"; isGood: boolean | null } | null;

const directionOf = (difference: number) => (difference > 0 ? "up" : difference < 0 ? "down" : "same");

/** Whether more is better, worse, or neither. */
type Better = "more" | "less" | "neither";

const judge = (difference: number, better: Better) =>
  better === "neither" || difference === 0 ? null : difference > 0 === (better === "more");

/** "12 % more than before"; null when there was nothing before. */
export function changeOf(now: number | null, before: number | null, better: Better): Change {
  if (now === null || before === null || before === 0) return null;
  const share = Math.round(((now - before) / before) * 100);
  const text = share === 0 ? "as before" : `${Math.abs(share)} % ${share > 0 ? "more" : "less"} than before`;
  return { text, direction: directionOf(share), isGood: judge(share, better) };
}

/** Two rates differ by points, not by a share of one another. */
export function pointsOf(now: number | null, before: number | null): Change {
  if (now === null || before === null) return null;
  const points = Math.round((now - before) * 1000) / 10;
  const text =
    points === 0 ? "as before" : `${Math.abs(points).toFixed(1)} points ${points > 0 ? "better" : "worse"}`;
  return { text, direction: directionOf(points), isGood: judge(points, "more") };
}

/** The same for a rate of which neither more nor less is better, but what is nearer to where it is meant to be. */
export function pointsTowards(meant: number, now: number | null, before: number | null): Change {
  if (now === null || before === null) return null;
  const tenths = (rate: number) => Math.round(rate * 1000) / 10;
  const points = tenths(now - before);
  const nearer = tenths(Math.abs(before - meant) - Math.abs(now - meant));
  const text =
    points === 0
      ? "as before"
      : `${Math.abs(points).toFixed(1)} points ${points > 0 ? "more" : "less"} than before`;
  return { text, direction: directionOf(points), isGood: judge(nearer, "more") };
}

/** "94.2 %", or a dash when nothing was delivered. */
export const percent = (rate: number | null): string =>
  rate === null ? "–" : `${(rate * 100).toFixed(1)}\u00a0%`;
