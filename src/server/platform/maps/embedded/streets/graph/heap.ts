/** A binary heap of states with whole-number keys, the lowest first. A state may be in it more than once. */
export class Heap {
  private keys = new Float64Array(1024);
  private states = new Uint32Array(1024);
  size = 0;

  /** The lowest key; only when `size` is not 0. */
  get lowestKey(): number {
    return this.keys[0] as number;
  }

  clear(): void {
    this.size = 0;
  }

  push(key: number, state: number): void {
    if (this.size === this.keys.length) this.grow();
    const { keys, states } = this;
    let place = this.size++;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if ((keys[parent] as number) <= key) break;
      keys[place] = keys[parent] as number;
      states[place] = states[parent] as number;
      place = parent;
    }
    keys[place] = key;
    states[place] = state;
  }

  /** Removes the entry with the lowest key and answers its state. */
  pop(): number {
    const { keys, states } = this;
    const lowest = states[0] as number;
    const size = --this.size;
    const key = keys[size] as number;
    const state = states[size] as number;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child += 1;
      if ((keys[child] as number) >= key) break;
      keys[place] = keys[child] as number;
      states[place] = states[child] as number;
      place = child;
    }
    keys[place] = key;
    states[place] = state;
    return lowest;
  }

  private grow(): void {
    const keys = new Float64Array(2 * this.keys.length);
    const states = new Uint32Array(2 * this.states.length);
    keys.set(this.keys);
    states.set(this.states);
    this.keys = keys;
    this.states = states;
  }
}
