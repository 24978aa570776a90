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

export const latestCursor = (...cursors: EventCursor[]): EventCursor =>
  cursors.reduce((latest, cursor) => (compareCursors(cursor, latest) > 0 ? cursor : latest));

/** "seconds.increment.index" */
export const formatCursor = ({ seconds, increment, index }: EventCursor): string =>
  `${seconds}.${increment}.${index}`;

/** The same with digits to spare, so that texts are in the order of their cursors: how it is stored. */
export const toPlace = ({ seconds, increment, index }: EventCursor): string =>
  [pad(seconds, 10), pad(increment, 10), pad(index, 7)].join(".");

const pad = (count: number, digits: number): string => String(count).padStart(digits, "0");

/** Null when the text is not a cursor of ours. Reads places too. */
export function parseCursor(text: string): EventCursor | null {
  const match = /^(\d{1,10})\.(\d{1,10})\.(\d{1,7})$/.exec(text);
  if (!match) return null;
  return { seconds: Number(match[1]), increment: Number(match[2]), index: Number(match[3]) };
}
