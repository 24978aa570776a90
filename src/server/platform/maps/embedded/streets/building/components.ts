/** A directed graph as flat arrays: the successors of node `n` are `to[first[n]]` to `to[first[n + 1] - 1]`. */
export type Successors = { first: Uint32Array; to: Uint32Array };

const UNSEEN = 0xffff_ffff;

/**
 * The largest set of nodes from each of which each can be reached, itself too, as a mask; of equally large ones the
 * first that is found; empty where there is none.
 * Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion: a city is deeper than the stack.
 */
export function largestComponent({ first, to }: Successors): Uint8Array {
  const count = first.length - 1;
  const order = new Uint32Array(count).fill(UNSEEN);
  const lowest = new Uint32Array(count);
  const component = new Uint32Array(count).fill(UNSEEN);
  const next = new Uint32Array(count);
  const waiting = new Uint32Array(count);
  const path = new Uint32Array(count);
  let seen = 0;
  let waitingCount = 0;
  let best = { id: UNSEEN, size: 0 };
  let components = 0;

  for (let root = 0; root < count; root++) {
    if (order[root] !== UNSEEN) continue;
    let depth = 0;
    path[0] = root;
    enter(root);
    while (depth >= 0) {
      const node = path[depth] as number;
      const position = next[node] as number;
      if (position < (first[node + 1] as number)) {
        next[node] = position + 1;
        const successor = to[position] as number;
        if (order[successor] === UNSEEN) {
          enter(successor);
          path[++depth] = successor;
        } else if (component[successor] === UNSEEN) lower(node, order[successor] as number);
        continue;
      }
      if (lowest[node] === order[node]) close(node);
      depth -= 1;
      if (depth >= 0) lower(path[depth] as number, lowest[node] as number);
    }
  }
  return Uint8Array.from(component, id => Number(id === best.id && id !== UNSEEN));

  function enter(node: number): void {
    order[node] = seen;
    lowest[node] = seen;
    seen += 1;
    next[node] = first[node] as number;
    waiting[waitingCount++] = node;
  }

  function lower(node: number, value: number): void {
    if (value < (lowest[node] as number)) lowest[node] = value;
  }

  function close(root: number): void {
    const id = components++;
    let size = 0;
    let member: number;
    do {
      member = waiting[--waitingCount] as number;
      component[member] = id;
      size += 1;
    } while (member !== root);
    const comesBack = size > 1 || to.subarray(first[root], first[root + 1]).includes(root);
    if (comesBack && size > best.size) best = { id, size };
  }
}
