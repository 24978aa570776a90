/** A frame of tRPC to a client; a resumable stream wraps its data with the place where it is. */
type Frame = { id?: unknown; result?: { type?: unknown; data?: unknown; id?: unknown } };

/** Texts of what was said to somebody and is still held: it is data of ours, which nobody changes. */
const texts = new WeakMap<object, string>();

/**
 * JSON of a frame. What many sockets are told is the same object for all of them, and becomes text once: with a
 * thousand in a room that is most of what telling them would cost.
 */
export function frameText(frame: object): string {
  const { id, result } = frame as Frame;
  if (result?.type !== "data" || typeof id !== "number") return JSON.stringify(frame);
  const { data, id: cursor } = result;
  if (data === undefined) return JSON.stringify(frame);
  if (cursor === undefined) return `{"id":${id},"result":{"type":"data","data":${textOf(data)}}}`;
  const place = JSON.stringify(cursor);
  const { data: message } = data as { data: unknown };
  return `{"id":${id},"result":{"type":"data","data":{"id":${place},"data":${textOf(message)}},"id":${place}}}`;
}

function textOf(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null) return JSON.stringify(data);
  const known = texts.get(data);
  if (known !== undefined) return known;
  const text = JSON.stringify(data);
  texts.set(data, text);
  return text;
}
