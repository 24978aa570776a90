import { useEffect, useState } from "react";
import type { CustodyKey } from "../../../shared/custody/custody.schema.ts";
import { type Checked, checkChain, publishedKeys, readFile } from "./check-file.ts";

type Keys = { from: string; keys: CustodyKey[] };
type Chain = { name: string; content: unknown };

/** A file, the keys to check it with, and what came of it. Everything stays in the browser. */
export function useVerdict() {
  const [keys, setKeys] = useState<Keys | null>(null);
  const [chain, setChain] = useState<Chain | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);

  useEffect(() => {
    let isGone = false;
    publishedKeys().then(published => {
      // Keys that the reader brought himself count for more than those that this server says are its own.
      if (!isGone && published) setKeys(own => own ?? { from: window.location.host, keys: published });
    });
    return () => {
      isGone = true;
    };
  }, []);

  useEffect(() => {
    if (!chain) return;
    let isStale = false;
    checkChain(chain.content, keys?.keys ?? null).then(result => {
      if (!isStale) setChecked(result);
    });
    return () => {
      isStale = true;
    };
  }, [chain, keys]);

  async function take(files: Iterable<File>): Promise<void> {
    for (const file of files) {
      const read = await readFile(file);
      setUnreadable(read.kind === "unreadable" ? file.name : null);
      if (read.kind === "keys") setKeys({ from: file.name, keys: read.keys });
      if (read.kind !== "chain") continue;
      setChecked(null);
      setChain({ name: file.name, content: read.content });
    }
  }

  return { keys, name: chain?.name ?? null, checked: chain && checked, unreadable, take };
}
