import { bearingDegrees, type Point } from "../../../../../../shared/geo.ts";
import type { Tags } from "../../../extract/block-parts.ts";
import { groundMeters } from "../graph/ground-distance.ts";
import { findLandmarks } from "../graph/landmarks.ts";
import { edgeOf, isAgainst, opposite, type TurnGraph } from "../graph/street-graph.ts";
import { NO_EFFECT, type NodeEffect, type Passage } from "../rules/passage.ts";
import type { VehicleRules } from "../rules/vehicles.ts";
import { largestComponent } from "./components.ts";
import type { Crossings } from "./crossings.ts";
import type { Edge } from "./edges.ts";
import { createTurnMemory, type Remembered } from "./turn-memory.ts";
import type { ForbiddenWay } from "./turn-restrictions.ts";

/** Going onto a way for residents from one that is for all counts as half an hour: nobody passes through for less. */
const RESTRICTED_WEIGHT_MS = 1_800_000;
/** Getting off the saddle is worth half a minute's detour. */
const DISMOUNT_WEIGHT_MS = 30_000;
/** Bearings are taken so far from a crossing, beyond its curbs. */
const BEARING_METERS = 10;

type Streets = {
  edges: readonly Edge[];
  crossings: Crossings;
  nodeTags: ReadonlyMap<number, Tags>;
  drivesOnLeft: boolean;
};

type TurnTime = { timeMs: number; weightMs: number };
/** From one state to another, sorted by the first. */
type Turn = TurnTime & { from: number; to: number };

/** Where a vehicle gets to from where, over all that its rules let it use and that hangs together. */
export function buildTurnGraph(
  streets: Streets,
  rules: VehicleRules,
  forbidden: readonly ForbiddenWay[],
): TurnGraph {
  const { edges, crossings, nodeTags } = streets;
  const passageOf = passagesOn(edges, rules);
  const turnTime = turnTimes(streets, rules, passageOf);
  const memory = createTurnMemory(forbidden);
  const streetCounts = new Map<number, number>();
  const states = createStates();
  for (let arc = 0; arc < 2 * edges.length; arc++) if (passageOf(arc)) states.numberOf([arc]);

  const turns: Turn[] = [];
  // States that are found on the way are looked at in their turn.
  for (let from = 0; from < states.all.length; from++) addTurns(from, states.all[from] as Remembered);
  return connectedPart(states.all, turns, arc => travelTime(arc, edges, passageOf));

  function addTurns(from: number, remembered: Remembered): void {
    const arc = remembered.at(-1) as number;
    const node = crossings.headOf(arc);
    const streetCount = countStreets(node);
    const tags = nodeTags.get(node);
    const effect = tags ? rules.effect(tags, !isAgainst(arc), streetCount > 2) : NO_EFFECT;
    const before = turns.length;
    const add = (next: number) => {
      const after = passageOf(next) ? memory.after(remembered, next) : null;
      if (after)
        turns.push({ from, to: states.numberOf(after), ...turnTime(arc, next, effect, streetCount) });
    };
    if (!effect.blocks) for (const next of crossings.leaving(node)) if (next !== opposite(arc)) add(next);
    // Nobody turns round in the middle of a crossing that he could leave otherwise.
    if (turns.length === before) add(opposite(arc));
  }

  /** Streets that meet at a node and that the vehicle uses, in either direction. */
  function countStreets(node: number): number {
    const known = streetCounts.get(node);
    if (known !== undefined) return known;
    const count = crossings.leaving(node).filter(arc => passageOf(arc) || passageOf(opposite(arc))).length;
    streetCounts.set(node, count);
    return count;
  }
}

/** Numbers what can be remembered, in the order in which it is asked about. */
function createStates(): { all: Remembered[]; numberOf(remembered: Remembered): number } {
  const all: Remembered[] = [];
  const plain = new Map<number, number>();
  const longer = new Map<string, number>();
  const number = <Key>(known: Map<Key, number>, key: Key, remembered: Remembered): number => {
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, all.length);
    return all.push(remembered) - 1;
  };
  return {
    all,
    numberOf: remembered =>
      remembered.length === 1
        ? number(plain, remembered[0] as number, remembered)
        : number(longer, remembered.join(" "), remembered),
  };
}

type PassageOf = (arc: number) => Passage | null;

function passagesOn(edges: readonly Edge[], rules: VehicleRules): PassageOf {
  const passages = new Map(edges.map(({ way }) => [way, rules.passages(way.tags)]));
  return arc => passages.get((edges[edgeOf(arc)] as Edge).way)?.[isAgainst(arc) ? 1 : 0] ?? null;
}

function travelTime(arc: number, edges: readonly Edge[], passageOf: PassageOf): TurnTime {
  const { kmh, reluctance } = passageOf(arc) as Passage;
  const hours = (edges[edgeOf(arc)] as Edge).centimeters / 100_000 / kmh;
  const timeMs = Math.max(1, Math.round(hours * 3_600_000));
  return { timeMs, weightMs: Math.round(timeMs * reluctance) };
}

function turnTimes({ edges, drivesOnLeft }: Streets, rules: VehicleRules, passageOf: PassageOf) {
  const bearings = edges.map(
    ({ vertices }) => [outwards(vertices), outwards(vertices.toReversed())] as const,
  );
  const leaves = (arc: number) => bearings[edgeOf(arc)]?.[isAgainst(arc) ? 1 : 0] as number;

  return (arc: number, next: number, { delaySeconds }: NodeEffect, streetCount: number): TurnTime => {
    const [before, after] = [passageOf(arc) as Passage, passageOf(next) as Passage];
    const degrees = bend(leaves(opposite(arc)) + 180, leaves(next));
    const seconds = rules.turnSeconds({
      degrees: drivesOnLeft ? -degrees : degrees,
      streetCount,
      isTurningRound: next === opposite(arc),
    });
    const timeMs = Math.round((seconds + delaySeconds) * 1_000);
    const restricted = after.isRestricted && !before.isRestricted ? RESTRICTED_WEIGHT_MS : 0;
    const dismount = after.isPushed && !before.isPushed ? DISMOUNT_WEIGHT_MS : 0;
    return { timeMs, weightMs: timeMs + restricted + dismount };
  };
}

/** Degrees from one bearing to another, to the right positive: more than -180, at most 180. */
function bend(from: number, to: number): number {
  const turned = to - from;
  return turned - 360 * Math.ceil((turned - 180) / 360);
}

/** The bearing by which one leaves along these vertices, in degrees. */
function outwards(vertices: readonly Point[]): number {
  const [start, ...others] = vertices as [Point, ...Point[]];
  const far = others.find(vertex => groundMeters(start, vertex) >= BEARING_METERS) ?? others.at(-1) ?? start;
  return bearingDegrees(start, far);
}

/** The states from each of which every other one can be reached, numbered anew. */
function connectedPart(
  states: readonly Remembered[],
  turns: readonly Turn[],
  timeOn: (arc: number) => TurnTime,
): TurnGraph {
  const first = firstTurns(turns, states.length);
  const isIn = largestComponent({ first, to: Uint32Array.from(turns, ({ to }) => to) });
  const numberOf = new Map<number, number>();
  for (let state = 0; state < states.length; state++) if (isIn[state]) numberOf.set(state, numberOf.size);
  const kept = turns.flatMap(turn => {
    const [from, to] = [numberOf.get(turn.from), numberOf.get(turn.to)];
    return from === undefined || to === undefined ? [] : [{ ...turn, from, to }];
  });
  const remembered = [...numberOf.keys()].map(state => states[state] as Remembered);
  const arcs = Uint32Array.from(remembered, arcsOfState => arcsOfState.at(-1) as number);
  const weightMs = arcs.map(arc => timeOn(arc).weightMs);
  const turnTo = Uint32Array.from(kept, ({ to }) => to);
  const turnWeightMs = Uint32Array.from(kept, turn => turn.weightMs);
  const firstTurn = firstTurns(kept, arcs.length);
  return {
    arcs,
    plainCount: remembered.filter(({ length }) => length === 1).length,
    timeMs: arcs.map(arc => timeOn(arc).timeMs),
    weightMs,
    firstTurn,
    turnTo,
    turnTimeMs: Uint32Array.from(kept, ({ timeMs }) => timeMs),
    turnWeightMs,
    landmarks: findLandmarks({
      first: firstTurn,
      to: turnTo,
      weight: turnWeightMs.map((weight, turn) => weight + (weightMs[turnTo[turn] as number] as number)),
    }),
  };
}

/** Of each state, its first turn, and at the end how many turns there are. */
function firstTurns(turns: readonly Turn[], states: number): Uint32Array {
  const first = new Uint32Array(states + 1);
  for (const { from } of turns) first[from + 1] = (first[from + 1] as number) + 1;
  for (let state = 0; state < states; state++)
    first[state + 1] = (first[state + 1] as number) + (first[state] as number);
  return first;
}
