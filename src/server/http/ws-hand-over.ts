import type { HandOver, Tell } from "../platform/hand-over/hand-over.port.ts";
import { frameText } from "./ws-frame.ts";

/** Stands in a stream for all that follows. */
class Rest {
  constructor(readonly begin: (tell: Tell<unknown>) => void) {}
}

/** For streams whose frames go to a socket: see docs/decisions/0024-sockets-are-told-directly.md. */
export const handOver: HandOver = <Item>(begin: (tell: Tell<Item>) => void) =>
  new Rest(begin as (tell: Tell<unknown>) => void) as Item;

/** What becomes of a subscription that was handed over: its frames go to `send` from then on. */
export class HandedOver {
  constructor(readonly begin: (send: (text: string) => void) => void) {}
}

type Frame = { id?: unknown; result?: { data?: unknown; id?: unknown } };
type Resumable = { cursor: string; message: unknown };

/** Null for a frame like all others. In a resumable stream each item says where it is. */
export function handedOver({ id, result }: Frame): HandedOver | null {
  const isResumable = result?.id !== undefined;
  const rest = isResumable ? (result.data as { data?: unknown }).data : result?.data;
  if (!(rest instanceof Rest)) return null;
  const resultOf = (item: unknown) => {
    if (!isResumable) return { type: "data", data: item };
    const { cursor, message } = item as Resumable;
    return { type: "data", data: { id: cursor, data: message }, id: cursor };
  };
  return new HandedOver(send => rest.begin(item => send(frameText({ id, result: resultOf(item) }))));
}
