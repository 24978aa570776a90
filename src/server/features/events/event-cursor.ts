import type { ClusterTime } from "../../platform/mongo/change-stream.ts";

/**
 * A place in the log: the cluster time of a commit and the count of the events it holds, from 1; index 0 is the place
 * just before them. The same in every process, so a client may resume at any.
 */
export type EventCursor = ClusterTime & { index: number };

export const cursorBefore = (time: ClusterTime): EventCursor => ({ ...time, index: 0 });

/** Negative when `a` comes first, 0 when they are the same place. */
export const compareCursors = (a: EventCursor, b: EventCursor): number =>
  a.seconds - b.seconds || a.increment - b.increment || a.index - b.index;

/** "seconds.increment.index" */
export const formatCursor = ({ seconds, increment, index }: EventCursor): string =>
  `${seconds}.${increment}.${index}`;

/** Null when the text is not a cursor of ours. */
export function parseCursor(text: string): EventCursor | null {
  const match = /^(\d{1,10})\.(\d{1,10})\.(\d{1,7})$/.exec(text);
  if (!match) return null;
  return { seconds: Number(match[1]), increment: Number(match[2]), index: Number(match[3]) };
}
