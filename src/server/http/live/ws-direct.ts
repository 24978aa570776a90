import type { Tell, TellDirectly } from "../../platform/direct/direct.port.ts";
import { frameText } from "./ws-frame.ts";

type Begin = (tell: Tell<unknown>) => () => void;

/** Stands in a stream for all that follows. */
class Rest {
  constructor(readonly begin: Begin) {}
}

/** For streams whose frames go to a socket: see docs/decisions/0024-sockets-are-told-directly.md. */
export const tellDirectly: TellDirectly = <Item>(begin: (tell: Tell<Item>) => () => void) =>
  new Rest(begin as Begin) as Item;

/** A subscription whose generator has ended, and whose frames go to `send` from `begin` on until that is stopped. */
export type ToldDirectly = { id: unknown; begin(send: (text: string) => void): () => void };

/** What tRPC has to say to a client. */
export type Frame = {
  id?: unknown;
  result?: { type?: unknown; data?: unknown; id?: unknown };
  error?: unknown;
};
type Resumable = { cursor: string; message: unknown };

/** Null for a frame like all others. In a resumable stream each item says where it is. */
export function toldDirectly({ id, result }: Frame): ToldDirectly | null {
  const isResumable = result?.id !== undefined;
  const rest = isResumable ? (result.data as { data?: unknown }).data : result?.data;
  if (!(rest instanceof Rest)) return null;
  const resultOf = isResumable ? resumable : plain;
  return { id, begin: send => rest.begin(telling(id, resultOf, send)) };
}

/** Outlives the generator, and holds nothing of it. */
const telling =
  (id: unknown, resultOf: (item: unknown) => object, send: (text: string) => void): Tell<unknown> =>
  item =>
    send(frameText({ id, result: resultOf(item) }));

const plain = (data: unknown) => ({ type: "data", data });

function resumable(item: unknown) {
  const { cursor, message } = item as Resumable;
  return { type: "data", data: { id: cursor, data: message }, id: cursor };
}
