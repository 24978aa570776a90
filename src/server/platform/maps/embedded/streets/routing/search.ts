import { Heap } from "../graph/heap.ts";
import { edgeOf } from "../graph/street-graph.ts";
import { type StreetPlace, shareAlong } from "../graph/street-lines.ts";
import { NO_STATE, type SearchGraph } from "./search-graph.ts";

/** Whole numbers, so that equal ways have equal costs. */
type Cost = { weight: number; timeMs: number; centimeters: number };

/** The cheapest way to a target: its cost, and the arcs that it goes along, the first and the last in part. */
export type Way = Cost & { arcs(): number[] };

type Target = StreetPlace &
  Cost & {
    /** The state from which it was reached, as `previous` has it; DIRECT along the arc of departure. */
    from: number;
    /** The arc on which it was reached. */
    arc: number;
  };

const UNREACHED = 0x7fff_ffff;
const DIRECT = -1;
const NOWHERE = { weight: UNREACHED, timeMs: UNREACHED, centimeters: UNREACHED, from: DIRECT, arc: 0 };

/**
 * The cheapest ways from one place to one or more others over the states of a turn graph: A* for one target, else
 * Dijkstra's algorithm. Ways of equal weight are told apart by time and then by length, so both find the same cost,
 * to the last digit. May be interrupted: `advance` does a part of the work. One search at a time; it is used again.
 */
export class Search {
  private readonly weight: Int32Array;
  private readonly timeMs: Int32Array;
  private readonly centimeters: Int32Array;
  private readonly key: Int32Array;
  /** The state before; -2 - state for one in which the way begins. */
  private readonly previous: Int32Array;
  /** The run in which a state was last reached: clearing would cost more than many a search. */
  private readonly reachedIn: Uint32Array;
  private readonly wantedIn: Uint32Array;
  private readonly heap = new Heap();
  private run = 0;
  /** In the order in which they were asked for; null for none. */
  private asked: (Target | null)[] = [];
  private targets: Target[] = [];
  private targetsOn = new Map<number, Target[]>();
  private remaining: (state: number) => number = () => 0;
  private unreached = 0;
  /** The weight of the farthest target, so far as it is known; -1 when it has to be looked up anew. */
  private farthest = -1;

  constructor(private readonly graph: SearchGraph) {
    const states = graph.turns.arcs.length;
    this.weight = new Int32Array(states);
    this.timeMs = new Int32Array(states);
    this.centimeters = new Int32Array(states);
    this.key = new Int32Array(states);
    this.previous = new Int32Array(states);
    this.reachedIn = new Uint32Array(states);
    this.wantedIn = new Uint32Array(graph.stateOfArc.length);
  }

  /** Begins anew; `advance` until it is true. */
  start(from: StreetPlace, to: readonly (StreetPlace | null)[]): void {
    this.run += 1;
    this.heap.clear();
    this.asked = to.map(place => place && { ...place, ...NOWHERE });
    this.targets = this.asked.filter(target => target !== null);
    this.unreached = this.targets.length;
    this.farthest = -1;
    const [only] = this.targets;
    this.remaining = only && this.targets.length === 1 ? this.graph.estimate(from, only) : () => 0;
    this.targetsOn = new Map();
    for (const target of this.targets) {
      for (const arc of [2 * target.edge, 2 * target.edge + 1]) {
        this.targetsOn.set(arc, [...(this.targetsOn.get(arc) ?? []), target]);
        this.wantedIn[arc] = this.run;
      }
    }
    for (const arc of [2 * from.edge, 2 * from.edge + 1]) this.depart(from, arc);
  }

  /** Goes on for so many states; true when all is found that can be found. */
  advance(states: number): boolean {
    const { heap, key } = this;
    for (let done = 0; done < states; done++) {
      if (heap.size === 0 || this.isBeyondAll(heap.lowestKey)) return true;
      const lowest = heap.lowestKey;
      const state = heap.pop();
      // An older entry of a state that was reached in a better way since.
      if (lowest !== key[state]) continue;
      this.turnFrom(state, state, {
        weight: this.weight[state] as number,
        timeMs: this.timeMs[state] as number,
        centimeters: this.centimeters[state] as number,
      });
    }
    return false;
  }

  /** Of each target in the order given, its way; null when there is none. */
  ways(): (Way | null)[] {
    return this.asked.map(target => {
      if (!target || target.weight === UNREACHED) return null;
      const { weight, timeMs, centimeters } = target;
      return { weight, timeMs, centimeters, arcs: () => this.arcsTo(target) };
    });
  }

  /** Leaves the place of departure along one of its arcs. */
  private depart(from: StreetPlace, arc: number): void {
    const state = this.graph.stateOfArc[arc] as number;
    if (state === NO_STATE) return;
    const passed = shareAlong(arc, from);
    for (const target of this.targetsOn.get(arc) ?? []) {
      const ahead = shareAlong(arc, target) - passed;
      if (ahead >= 0) this.reach(target, state, ahead, { weight: 0, timeMs: 0, centimeters: 0 }, DIRECT);
    }
    this.turnFrom(state, -2 - state, this.partOf(state, 1 - passed));
  }

  /** Takes every turn at the end of a state's arc, having come to that end at this cost. Here the time goes. */
  private turnFrom(state: number, from: number, cost: Cost): void {
    const { run, wantedIn, reachedIn, heap, remaining } = this;
    const { arcs, weightMs, timeMs, firstTurn, turnTo, turnWeightMs, turnTimeMs } = this.graph.turns;
    const lengths = this.graph.centimeters;
    const end = firstTurn[state + 1] as number;
    for (let turn = firstTurn[state] as number; turn < end; turn++) {
      const next = turnTo[turn] as number;
      const arc = arcs[next] as number;
      const weightBefore = cost.weight + (turnWeightMs[turn] as number);
      const timeBefore = cost.timeMs + (turnTimeMs[turn] as number);
      if (wantedIn[arc] === run)
        this.reachAll(next, from, { ...cost, weight: weightBefore, timeMs: timeBefore });
      const weight = weightBefore + (weightMs[next] as number);
      const isKnown = reachedIn[next] === run;
      if (isKnown && weight > (this.weight[next] as number)) continue;
      const time = timeBefore + (timeMs[next] as number);
      const length = cost.centimeters + (lengths[edgeOf(arc)] as number);
      if (isKnown && weight === this.weight[next] && !this.isBetterTie(next, time, length)) continue;
      const key = weight + remaining(next);
      reachedIn[next] = run;
      this.weight[next] = weight;
      this.timeMs[next] = time;
      this.centimeters[next] = length;
      this.previous[next] = from;
      this.key[next] = key;
      heap.push(key, next);
    }
  }

  private isBetterTie(state: number, timeMs: number, centimeters: number): boolean {
    const known = this.timeMs[state] as number;
    return timeMs < known || (timeMs === known && centimeters < (this.centimeters[state] as number));
  }

  /** Comes to all targets on a state's arc, having entered it at this cost. */
  private reachAll(state: number, from: number, entered: Cost): void {
    const arc = this.graph.turns.arcs[state] as number;
    for (const target of this.targetsOn.get(arc) ?? [])
      this.reach(target, state, shareAlong(arc, target), entered, from);
  }

  /** Comes to a target after a share of a state's arc, having entered the arc at this cost. */
  private reach(target: Target, state: number, share: number, entered: Cost, from: number): void {
    const part = this.partOf(state, share);
    const weight = entered.weight + part.weight;
    const timeMs = entered.timeMs + part.timeMs;
    const centimeters = entered.centimeters + part.centimeters;
    const isBetter =
      weight < target.weight ||
      (weight === target.weight &&
        (timeMs < target.timeMs || (timeMs === target.timeMs && centimeters < target.centimeters)));
    if (!isBetter) return;
    if (target.weight === UNREACHED) this.unreached -= 1;
    this.farthest = -1;
    Object.assign(target, { weight, timeMs, centimeters, arc: this.graph.turns.arcs[state], from });
  }

  /** Of going a share of a state's arc; rounded up, so that it is never cheaper than was estimated. */
  private partOf(state: number, share: number): Cost {
    const { turns, centimeters } = this.graph;
    return {
      weight: Math.ceil((turns.weightMs[state] as number) * share),
      timeMs: Math.ceil((turns.timeMs[state] as number) * share),
      centimeters: Math.ceil((centimeters[edgeOf(turns.arcs[state] as number)] as number) * share),
    };
  }

  /** True when no target can be reached better, or as well, by a state with this key. */
  private isBeyondAll(key: number): boolean {
    if (this.unreached > 0) return false;
    if (this.farthest < 0) this.farthest = Math.max(...this.targets.map(({ weight }) => weight));
    return key > this.farthest;
  }

  private arcsTo({ arc, from }: Target): number[] {
    const { arcs } = this.graph.turns;
    const way = [arc];
    let state = from;
    while (state >= 0) {
      way.push(arcs[state] as number);
      state = this.previous[state] as number;
    }
    if (state !== DIRECT) way.push(arcs[-2 - state] as number);
    return way.reverse();
  }
}
