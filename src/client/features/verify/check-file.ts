import { CustodyEvent, type CustodyKey, CustodyKeySet } from "../../../shared/custody/custody.schema.ts";
import type { CustodyReport } from "../../../shared/custody/custody-report.ts";
import { verifyCustody } from "../../../shared/custody/verify-custody.ts";

/** What a dropped file turned out to be. */
export type ReadFile =
  | { kind: "keys"; keys: CustodyKey[] }
  | { kind: "chain"; content: unknown }
  | { kind: "unreadable" };

/** A set of keys is known by its form; all other JSON is held to be a chain, and judged as one. */
export async function readFile(file: Blob): Promise<ReadFile> {
  try {
    const content: unknown = JSON.parse(await file.text());
    const set = CustodyKeySet.safeParse(content);
    return set.success ? { kind: "keys", keys: set.data.keys } : { kind: "chain", content };
  } catch {
    return { kind: "unreadable" };
  }
}

export type Checked = { report: CustodyReport; events: CustodyEvent[] };

/** The verdict, and the events that can be read, which are shown whether they hold or not. */
export async function checkChain(content: unknown, keys: readonly CustodyKey[] | null): Promise<Checked> {
  return { report: await verifyCustody(content, keys), events: readableEvents(content) };
}

function readableEvents(content: unknown): CustodyEvent[] {
  const listed = typeof content === "object" && content !== null && "events" in content ? content.events : [];
  return (Array.isArray(listed) ? listed : []).flatMap(raw => {
    const event = CustodyEvent.safeParse(raw);
    return event.success ? [event.data] : [];
  });
}

/** The keys that this server publishes; null without a network. */
export async function publishedKeys(): Promise<CustodyKey[] | null> {
  try {
    const response = await fetch("/.well-known/custody-keys.json");
    return CustodyKeySet.parse(await response.json()).keys;
  } catch {
    return null;
  }
}
