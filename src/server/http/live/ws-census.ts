import { networkOf } from "../../../shared/network.ts";
import type { CapName, Caps } from "../../platform/limits/caps.ts";

/** Who has how many sockets. */
export type Census = {
  /** The cap that a further socket from this address would break; null when there is room. */
  fullFor(address: string): CapName | null;
  /** Counts a socket of this address until `leave` is called. */
  enter(address: string): Place;
};

type Tally = ReturnType<typeof createTally>;
type Books = { caps: Caps; perNetwork: Tally; perAccount: Tally; total: number };

/** Of one socket among ten thousand: hence a class. */
export class Place {
  private owner: string | null = null;

  constructor(
    private readonly books: Books,
    private readonly network: string,
  ) {
    books.total += 1;
    books.perNetwork.add(network, 1);
  }

  /** Says whose the socket is; false when that account has too many. */
  claim(account: string): boolean {
    this.owner = account;
    return this.books.perAccount.add(account, 1) <= this.books.caps["sockets-per-account"];
  }

  leave(): void {
    this.books.total -= 1;
    this.books.perNetwork.add(this.network, -1);
    if (this.owner !== null) this.books.perAccount.add(this.owner, -1);
  }
}

/** Counts sockets in all, of each address, and of each account once it is known. */
export function createCensus(caps: Caps): Census {
  const books: Books = { caps, perNetwork: createTally(), perAccount: createTally(), total: 0 };

  return {
    fullFor(address) {
      if (books.total >= caps.sockets) return "sockets";
      return books.perNetwork.of(networkOf(address)) >= caps["sockets-per-address"]
        ? "sockets-per-address"
        : null;
    },
    enter: address => new Place(books, networkOf(address)),
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
