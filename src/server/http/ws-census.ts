import { networkOf } from "../../shared/network.ts";
import type { CapName, Caps } from "../platform/limits/caps.ts";

/** Who has how many sockets. */
export type Census = {
  /** The cap that a further socket from this address would break; null when there is room. */
  fullFor(address: string): CapName | null;
  /** Counts a socket of this address until `leave` is called. */
  enter(address: string): { claim(account: string): boolean; leave(): void };
};

/** Counts sockets in all, of each address, and of each account once it is known. */
export function createCensus(caps: Caps): Census {
  const perAddress = createTally();
  const perAccount = createTally();
  let total = 0;

  return {
    fullFor(address) {
      if (total >= caps.sockets) return "sockets";
      return perAddress.of(networkOf(address)) >= caps["sockets-per-address"] ? "sockets-per-address" : null;
    },
    enter(address) {
      const network = networkOf(address);
      let owner: string | null = null;
      total += 1;
      perAddress.add(network, 1);
      return {
        /** Says whose the socket is; false when that account has too many. */
        claim(account) {
          owner = account;
          return perAccount.add(account, 1) <= caps["sockets-per-account"];
        },
        leave() {
          total -= 1;
          perAddress.add(network, -1);
          if (owner !== null) perAccount.add(owner, -1);
        },
      };
    },
  };
}

function createTally() {
  const counts = new Map<string, number>();
  return {
    of: (key: string): number => counts.get(key) ?? 0,
    add(key: string, change: 1 | -1): number {
      const count = (counts.get(key) ?? 0) + change;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
      return count;
    },
  };
}
