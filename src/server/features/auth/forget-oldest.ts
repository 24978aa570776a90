/** Drops the entry that came first: a Map keeps the order in which its keys came. */
export function forgetOldest(known: Map<string, unknown>): void {
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}
