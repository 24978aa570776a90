import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { buildGraph } from "../../../src/server/platform/maps/embedded/streets/building/graph-builder.ts";
import type { StreetNetwork } from "../../../src/server/platform/maps/embedded/streets/building/street-network.ts";
import { groundMeters } from "../../../src/server/platform/maps/embedded/streets/graph/ground-distance.ts";
import {
  edgeOf,
  isAgainst,
  type StreetGraph,
  type TurnGraph,
} from "../../../src/server/platform/maps/embedded/streets/graph/street-graph.ts";
import type { StreetPlace } from "../../../src/server/platform/maps/embedded/streets/graph/street-lines.ts";
import { createRouter } from "../../../src/server/platform/maps/embedded/streets/routing/router.ts";
import { Search } from "../../../src/server/platform/maps/embedded/streets/routing/search.ts";
import {
  type SearchGraph,
  searchGraphOf,
} from "../../../src/server/platform/maps/embedded/streets/routing/search-graph.ts";
import type { Snap } from "../../../src/server/platform/maps/embedded/streets/routing/snapper.ts";
import type { Tags } from "../../../src/server/platform/maps/extract/block-parts.ts";
import { VehicleType } from "../../../src/shared/drivers/driver.schema.ts";
import { type Point, pathLengthMeters } from "../../../src/shared/geo.ts";
import { at } from "./street-plan.ts";

const NODES = 12;
const nodeId = fc.integer({ min: 1, max: NODES });

const sign = fc.constantFrom<Tags>(
  { highway: "traffic_signals" },
  { barrier: "bollard" },
  { barrier: "gate" },
);

/** Few distances and speeds, so that many ways cost the same and ties have to be told apart. */
const tags: fc.Arbitrary<Tags> = fc.record(
  {
    highway: fc.constantFrom("residential", "primary", "service", "cycleway", "footway", "trunk"),
    oneway: fc.constantFrom("no", "yes", "-1"),
    maxspeed: fc.constantFrom("20", "30", "50"),
    access: fc.constantFrom("yes", "destination", "private"),
    surface: fc.constantFrom("asphalt", "sett", "gravel"),
    service: fc.constantFrom("driveway", "alley"),
    "oneway:bicycle": fc.constant("no"),
  },
  { requiredKeys: ["highway"] },
);

const restriction = fc.record({
  from: fc.nat(),
  via: fc.oneof(
    nodeId.map(ref => ({ type: "node", ref }) as const),
    fc.nat().map(ref => ({ type: "way", ref }) as const),
  ),
  to: fc.nat(),
  kind: fc.constantFrom("no_left_turn", "no_straight_on", "only_right_turn", "no_u_turn"),
});

const city: fc.Arbitrary<StreetNetwork> = fc
  .record({
    places: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
      minLength: NODES,
      maxLength: NODES,
    }),
    ways: fc.array(fc.record({ nodes: fc.array(nodeId, { minLength: 2, maxLength: 5 }), tags }), {
      minLength: 4,
      maxLength: 14,
    }),
    restrictions: fc.array(restriction, { maxLength: 5 }),
    signs: fc.dictionary(nodeId.map(String), sign, { maxKeys: 4 }),
  })
  .map(({ places, ways, restrictions, signs }) => {
    const wayOf = (number: number) => (number % ways.length) + 1;
    return {
      points: new Map(places.map(([x, y], index) => [index + 1, at(x * 100, y * 100)])),
      nodeTags: new Map(Object.entries(signs).map(([id, sign]) => [Number(id), sign])),
      ways: ways.map((way, index) => ({ ...way, id: index + 1 })),
      restrictions: restrictions.map(({ from, via, to, kind }, index) => ({
        id: index + 1,
        tags: { type: "restriction", restriction: kind },
        members: [
          { type: "way", ref: wayOf(from), role: "from" },
          { ...via, ref: via.type === "way" ? wayOf(via.ref) : via.ref, role: "via" },
          { type: "way", ref: wayOf(to), role: "to" },
        ] as const,
      })),
    };
  });

const somewhere: fc.Arbitrary<Point> = fc
  .tuple(fc.integer({ min: -50, max: 550 }), fc.integer({ min: -50, max: 550 }))
  .map(([east, north]) => at(east, north));

const vehicle = fc.constantFrom(...VehicleType.options);
/** Parts of streets are rounded up to milliseconds, at both ends of two legs. */
const ROUNDING_SECONDS = 0.005;

/** The same streets without what weighs more than it takes. */
const plain = (network: StreetNetwork, change: Tags): StreetNetwork => ({
  ...network,
  restrictions: [],
  ways: network.ways.map(({ tags: { highway = "" }, ...way }) => ({ ...way, tags: { highway, ...change } })),
});

const RUNS = { numRuns: 200 };

/** The places of points on the streets; a city that has none for this vehicle is not looked at. */
function placed(network: StreetNetwork, points: readonly Point[], type: VehicleType) {
  const { graph } = buildGraph(network);
  const router = createRouter(graph);
  const snaps = points.flatMap(point => router.snap(point, type) ?? []);
  fc.pre(snaps.length === points.length);
  return { graph, router, snaps };
}

const along = (arc: number, { share }: StreetPlace) => (isAgainst(arc) ? 1 - share : share);

type Lengths = Pick<StreetGraph, "centimeters">;

/** Weight, time and length of a share of a state's arc. */
function partOf({ centimeters }: Lengths, turns: TurnGraph, state: number, share: number): number[] {
  const { arcs, weightMs, timeMs } = turns;
  const whole = [weightMs[state] ?? 0, timeMs[state] ?? 0, centimeters[edgeOf(arcs[state] ?? 0)] ?? 0];
  return whole.map(value => Math.ceil(value * share));
}

/** Dijkstra's algorithm as in a textbook: looks at all states to find the next one. Weight, time and length. */
function textbook(
  lengths: Lengths,
  turns: TurnGraph,
  from: StreetPlace & { only?: number },
  to: StreetPlace,
): number[] | null {
  const less = (a: readonly number[], b: readonly number[]) => {
    const place = a.findIndex((value, index) => value !== b[index]);
    return place >= 0 && (a[place] ?? 0) < (b[place] ?? 0);
  };
  const plus = (a: readonly number[], b: readonly number[]) =>
    a.map((value, index) => value + (b[index] ?? 0));
  const part = (state: number, share: number) => partOf(lengths, turns, state, share);
  let best: number[] | null = null;
  const offer = (cost: number[]) => {
    if (!best || less(cost, best)) best = cost;
  };
  const ends = new Map<number, number[]>();
  const settled = new Set<number>();
  const leave = (state: number, cost: readonly number[]) => {
    for (let turn = turns.firstTurn[state] ?? 0; turn < (turns.firstTurn[state + 1] ?? 0); turn++) {
      const next = turns.turnTo[turn] ?? 0;
      const arc = turns.arcs[next] ?? 0;
      const entered = plus(cost, [turns.turnWeightMs[turn] ?? 0, turns.turnTimeMs[turn] ?? 0, 0]);
      if (edgeOf(arc) === to.edge) offer(plus(entered, part(next, along(arc, to))));
      const end = plus(entered, part(next, 1));
      const known = ends.get(next);
      if (!known || less(end, known)) ends.set(next, end);
    }
  };
  for (let state = 0; state < turns.plainCount; state++) {
    const arc = turns.arcs[state] ?? 0;
    if (edgeOf(arc) !== from.edge || (from.only ?? arc) !== arc) continue;
    const ahead = along(arc, to) - along(arc, from);
    if (from.edge === to.edge && ahead >= 0) offer(part(state, ahead));
    leave(state, part(state, 1 - along(arc, from)));
  }
  for (;;) {
    let next: number | null = null;
    for (const [state, cost] of ends)
      if (!settled.has(state) && (next === null || less(cost, ends.get(next) ?? []))) next = state;
    if (next === null) return best;
    settled.add(next);
    leave(next, ends.get(next) ?? []);
  }
}

/** Weight, time and length along arcs, as the turn graph has them; null when one does not lead to the next. */
function sumOf(graph: StreetGraph, type: VehicleType, arcs: readonly number[], from: Snap, to: Snap) {
  const turns = graph.vehicles[type];
  const sum = [0, 0, 0];
  const add = (values: readonly number[]) => {
    for (const [index, value] of values.entries()) sum[index] = (sum[index] ?? 0) + value;
  };
  let state = turns.arcs.indexOf(arcs[0] ?? -1);
  for (const [index, arc] of arcs.entries()) {
    if (index > 0) {
      const first = turns.firstTurn[state] ?? 0;
      const turn = [...turns.turnTo.subarray(first, turns.firstTurn[state + 1])].findIndex(
        next => turns.arcs[next] === arc,
      );
      if (turn < 0) return null;
      add([turns.turnWeightMs[first + turn] ?? 0, turns.turnTimeMs[first + turn] ?? 0, 0]);
      state = turns.turnTo[first + turn] ?? 0;
    }
    const begin = index === 0 ? along(arc, from) : 0;
    const end = index === arcs.length - 1 ? along(arc, to) : 1;
    add(partOf(graph, turns, state, end - begin));
  }
  return sum;
}

describe("on any streets", () => {
  test("a route costs what Dijkstra's algorithm finds, and there always is one", () =>
    fc.assert(
      fc.asyncProperty(city, somewhere, somewhere, vehicle, async (network, origin, destination, type) => {
        const streets = placed(network, [origin, destination], type);
        const { graph, router, snaps } = streets;
        const [from, to] = snaps as [Snap, Snap];
        const route = await router.route(from, to, type);
        const [, timeMs, centimeters] = textbook(graph, graph.vehicles[type], from, to) ?? [];
        expect(route && [route.seconds * 1_000, route.meters * 100]).toEqual([
          expect.closeTo(timeMs ?? Number.NaN, 6),
          expect.closeTo(centimeters ?? Number.NaN, 6),
        ]);
      }),
      RUNS,
    ));

  test("a matrix says of each pair exactly what its route says", () =>
    fc.assert(
      fc.asyncProperty(
        city,
        fc.array(somewhere, { minLength: 2, maxLength: 5 }),
        vehicle,
        async (network, points, type) => {
          const streets = placed(network, points, type);
          const { router, snaps } = streets;
          const matrix = await router.matrix(snaps, [...snaps, null], type);
          for (const [row, from] of snaps.entries()) {
            for (const [column, to] of snaps.entries()) {
              const route = await router.route(from, to, type);
              expect(matrix[row]?.[column]).toEqual({
                meters: route?.meters ?? -1,
                seconds: route?.seconds ?? -1,
              });
            }
            expect(matrix[row]?.[snaps.length]).toBeNull();
          }
        },
      ),
      RUNS,
    ));

  test("the line of a route begins and ends where its places are, and is as long as it says", () =>
    fc.assert(
      fc.asyncProperty(city, somewhere, somewhere, vehicle, async (network, origin, destination, type) => {
        const streets = placed(network, [origin, destination], type);
        const [from, to] = streets.snaps as [Snap, Snap];
        const route = await streets.router.route(from, to, type);
        const line = route?.line ?? [];
        expect(groundMeters(line[0] ?? at(9e6, 0), from.point)).toBeLessThan(0.05);
        expect(groundMeters(line.at(-1) ?? at(9e6, 0), to.point)).toBeLessThan(0.05);
        // The sphere of `pathLengthMeters` is 0.3 % smaller here than the earth.
        expect(Math.abs(pathLengthMeters(line) - (route?.meters ?? 0))).toBeLessThan(
          0.1 + 0.005 * (route?.meters ?? 0),
        );
      }),
      RUNS,
    ));

  test("a way costs the sum of its streets and turns, and makes none that is not allowed", () =>
    fc.assert(
      fc.property(city, somewhere, somewhere, vehicle, (network, origin, destination, type) => {
        const { graph, snaps } = placed(network, [origin, destination], type);
        const [from, to] = snaps as [Snap, Snap];
        const search = new Search(searchGraphOf(graph, graph.vehicles[type]));
        search.start(from, [to]);
        while (!search.advance(3));
        const [way] = search.ways();
        const sum = sumOf(graph, type, way?.arcs() ?? [], from, to);
        expect([way?.weight, way?.timeMs, way?.centimeters]).toEqual(sum ?? []);
      }),
      RUNS,
    ));

  test("what landmarks say is left of a way is never more than what is", () =>
    fc.assert(
      fc.property(city, somewhere, somewhere, vehicle, (network, origin, destination, type) => {
        const { graph, snaps } = placed(network, [origin, destination], type);
        const [from, to] = snaps as [Snap, Snap];
        const turns = graph.vehicles[type];
        const estimate = searchGraphOf(graph, turns).estimate(from, to);
        for (let state = 0; state < turns.plainCount; state++) {
          const arc = turns.arcs[state] ?? 0;
          // From the very end of an arc: along it nothing is left but what is beyond.
          const end = { edge: edgeOf(arc), share: isAgainst(arc) ? 0 : 1, only: arc };
          const [left = 0] = textbook(graph, turns, end, to) ?? [];
          expect(estimate(state)).toBeLessThanOrEqual(left);
        }
      }),
      RUNS,
    ));

  test("on one-way streets it never is shorter to go over a third place", () =>
    fc.assert(
      fc.asyncProperty(
        city,
        somewhere,
        somewhere,
        somewhere,
        async (network, origin, between, destination) => {
          // Where a street leads both ways, who stops at the third place may leave it as he came.
          const { router, snaps } = placed(
            plain(network, { oneway: "yes" }),
            [origin, between, destination],
            "car",
          );
          const [row, over] = await router.matrix(snaps, snaps, "car");
          const detour = (row?.[1]?.seconds ?? 0) + (over?.[2]?.seconds ?? 0);
          expect(row?.[2]?.seconds ?? 0).toBeLessThanOrEqual(detour + ROUNDING_SECONDS);
        },
      ),
      RUNS,
    ));

  test("the same streets give the same graph", () =>
    fc.assert(
      fc.property(city, network => {
        expect(buildGraph(network)).toEqual(buildGraph(structuredClone(network)));
      }),
      { numRuns: 50 },
    ));
});

const EDGES = 8;
const few = fc.integer({ min: 1, max: 3 });
const turnsOf = fc.array(
  fc.record({
    to: fc.integer({ min: 0, max: 2 * EDGES - 1 }),
    weight: fc.integer({ min: 0, max: 1 }),
    time: few,
  }),
  { maxLength: 4 },
);
const numbers = (length: number) => fc.array(few, { minLength: length, maxLength: length });

/** States, turns and costs without any streets, so small that nearly every way has another one that weighs as much. */
const maze: fc.Arbitrary<{ turns: TurnGraph; centimeters: Uint32Array }> = fc
  .record({
    weights: numbers(2 * EDGES),
    times: numbers(2 * EDGES),
    lengths: numbers(EDGES),
    turns: fc.array(turnsOf, { minLength: 2 * EDGES, maxLength: 2 * EDGES }),
  })
  .map(({ weights, times, lengths, turns }) => {
    const flat = turns.flat();
    const firstTurn = Uint32Array.from([
      0,
      ...turns.map((_, state) => turns.slice(0, state + 1).flat().length),
    ]);
    return {
      centimeters: Uint32Array.from(lengths),
      turns: {
        arcs: Uint32Array.from(weights.keys()),
        plainCount: 2 * EDGES,
        weightMs: Uint32Array.from(weights),
        timeMs: Uint32Array.from(times),
        firstTurn,
        turnTo: Uint32Array.from(flat, ({ to }) => to),
        turnWeightMs: Uint32Array.from(flat, ({ weight }) => weight),
        turnTimeMs: Uint32Array.from(flat, ({ time }) => time),
        landmarks: { unit: 1, fromLandmark: new Uint16Array(0), toLandmark: new Uint16Array(0) },
      },
    };
  });

const end = fc.record({ edge: fc.nat({ max: EDGES - 1 }), share: fc.constantFrom(0, 1) });

describe("where many ways weigh the same", () => {
  test("the quickest of them counts, then the shortest, whether one target is looked for or several", () =>
    fc.assert(
      fc.property(
        maze,
        end,
        fc.array(end, { minLength: 2, maxLength: 4 }),
        ({ turns, centimeters }, from, targets) => {
          const stateOfArc = Uint32Array.from(turns.arcs);
          /** Half of what is left, found by the textbook: an estimate that leads, and is never too high. */
          const estimate = (_: StreetPlace, to: StreetPlace) => {
            const left = [...turns.arcs].map(arc => {
              const begin = { edge: edgeOf(arc), share: isAgainst(arc) ? 0 : 1 };
              return Math.floor((textbook({ centimeters }, turns, begin, to)?.[0] ?? 0) / 2);
            });
            return (state: number) => left[state] ?? 0;
          };
          const graph: SearchGraph = { turns, centimeters, stateOfArc, estimate };
          const search = new Search(graph);
          const find = (to: readonly StreetPlace[]) => {
            search.start(from, to);
            while (!search.advance(1));
            return search.ways().map(way => way && [way.weight, way.timeMs, way.centimeters]);
          };
          const expected = targets.map(to => textbook({ centimeters }, turns, from, to));
          expect(find(targets)).toEqual(expected);
          expect(targets.flatMap(to => find([to]))).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    ));
});
