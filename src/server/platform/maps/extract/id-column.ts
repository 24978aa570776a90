/** Numbers in a typed array that grows: millions of nodes fit where as many objects would not. */
class Column<Numbers extends Float64Array | Int32Array> {
  private numbers: Numbers;
  length = 0;

  constructor(private readonly make: (length: number) => Numbers) {
    this.numbers = make(1_024);
  }

  push(value: number): void {
    if (this.length === this.numbers.length) {
      const larger = this.make(this.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length++] = value;
  }

  /** Undefined past the end. */
  at(index: number): number | undefined {
    return index < this.length ? this.numbers[index] : undefined;
  }

  values(): Numbers {
    return this.numbers.subarray(0, this.length) as Numbers;
  }
}

export const integers = () => new Column(length => new Int32Array(length));

/** Ids in the order in which they came, found again by their value. */
export class IdColumn {
  private readonly ids = new Column(length => new Float64Array(length));
  private isSorted = true;
  private ranks: Int32Array | null = null;

  get length(): number {
    return this.ids.length;
  }

  push(id: number): void {
    const last = this.ids.at(this.ids.length - 1);
    if (last !== undefined && last >= id) this.isSorted = false;
    this.ids.push(id);
    this.ranks = null;
  }

  at(index: number): number | undefined {
    return this.ids.at(index);
  }

  /** The place of an id, or -1. Extracts are sorted, as a rule; where one is not, an order is made at the first question. */
  indexOf(id: number): number {
    const ids = this.ids.values();
    if (!this.isSorted && !this.ranks)
      this.ranks = Int32Array.from(ids.keys()).sort((one, other) => (ids[one] ?? 0) - (ids[other] ?? 0));
    let [low, high] = [0, ids.length - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const index = this.ranks?.[middle] ?? middle;
      const found = ids[index] ?? Number.NaN;
      if (found === id) return index;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
