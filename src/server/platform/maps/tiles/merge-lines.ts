import { type Chain, endsByNode } from "./rings.ts";

/**
 * Joins chains that are alike into longer ones: at each node where exactly two of their ends meet. At a crossing nothing
 * is joined, for no pair belongs together more than another.
 */
export function mergeLines(chains: readonly Chain[]): number[][] {
  const ends = endsByNode(chains);
  const isUsed = new Array<boolean>(chains.length).fill(false);
  const follow = (line: number[]): number[] => {
    for (;;) {
      const meeting = ends.get(line.at(-1) ?? -1) ?? [];
      const next = meeting.length === 2 ? meeting.find(({ chain }) => !isUsed[chain]) : undefined;
      const nodes = next && chains[next.chain];
      if (!nodes) return line;
      isUsed[next.chain] = true;
      const onwards = next.isReversed ? nodes.toReversed() : nodes;
      for (const node of onwards.slice(1)) line.push(node);
    }
  };
  return chains.flatMap((nodes, chain) => {
    if (isUsed[chain] || nodes.length < 2) return [];
    isUsed[chain] = true;
    const onwards = follow([...nodes]);
    return [follow(onwards.reverse()).reverse()];
  });
}
