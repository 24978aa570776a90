import type { VehicleType } from "../../../../../../shared/drivers/driver.schema.ts";
import type { Point } from "../../../../../../shared/geo.ts";
import { createTurnstile } from "../../../../turnstile/turnstile.ts";
import { perVehicle, type StreetGraph } from "../graph/street-graph.ts";
import { lineAlong } from "../graph/street-lines.ts";
import { Search, type Way } from "./search.ts";
import { NO_STATE, searchGraphOf } from "./search-graph.ts";
import { createSnapper, type Snap } from "./snapper.ts";

/** Metres and seconds along streets. */
export type StreetCost = { meters: number; seconds: number };

/** With the line from one place to the other. */
export type StreetRoute = StreetCost & { line: Point[] };

export type StreetRouter = {
  /** The nearest place on a street that this vehicle can get to and away from; null beyond 500 m. */
  snap(point: Point, vehicle: VehicleType): Snap | null;
  /** The way that counts least; null when there is none. */
  route(from: Snap, to: Snap, vehicle: VehicleType): Promise<StreetRoute | null>;
  /** `[i][j]` is from place i to place j, the same to the last digit as that of the route; null without a place. */
  matrix(
    from: readonly (Snap | null)[],
    to: readonly (Snap | null)[],
    vehicle: VehicleType,
  ): Promise<(StreetCost | null)[][]>;
};

/** A query that takes longer lets others have their turn on the event loop. */
const LONGEST_TURN_MS = 4;
/** Between two looks at the clock: a fraction of a millisecond. */
const STATES_AT_ONCE = 1_000;
/** Each search at once has tables of its own, 32 bytes a state. */
const SEARCHES_AT_ONCE = 4;
const SEARCHES_WAITING = 1_000;

/** Routes over a graph, on this thread but never for long. Errors: UNAVAILABLE when too many queries wait. */
export function createRouter(graph: StreetGraph): StreetRouter {
  const snap = createSnapper(graph);
  const lanes = perVehicle(vehicle => createLane(graph, vehicle));
  return {
    snap: (point, vehicle) => snap(point, lanes[vehicle].isServed),

    route: (from, to, vehicle) =>
      lanes[vehicle].use(async find => {
        const [way] = await find(from, [to]);
        return way ? { ...costOf(way), line: lineAlong(graph, way.arcs(), from, to) } : null;
      }),

    matrix: (from, to, vehicle) =>
      lanes[vehicle].use(async find => {
        const rows: (StreetCost | null)[][] = [];
        for (const place of from) {
          const ways = place ? await find(place, to) : to.map(() => null);
          rows.push(ways.map(way => way && costOf(way)));
        }
        return rows;
      }),
  };
}

const costOf = ({ centimeters, timeMs }: Way): StreetCost => ({
  meters: centimeters / 100,
  seconds: timeMs / 1_000,
});

/** The cheapest ways from one place to others; good until it is called again. */
type Find = (from: Snap, to: readonly (Snap | null)[]) => Promise<(Way | null)[]>;

/** The streets of one kind of vehicle, and the searches on them. */
function createLane(graph: StreetGraph, vehicle: VehicleType) {
  const searchGraph = searchGraphOf(graph, graph.vehicles[vehicle]);
  const idle: Search[] = [];
  const turnstile = createTurnstile({ atOnce: SEARCHES_AT_ONCE, waiting: SEARCHES_WAITING });
  const isUsed = (arc: number) => searchGraph.stateOfArc[arc] !== NO_STATE;
  return {
    isServed: (edge: number) => graph.isOpenAir[edge] === 1 && (isUsed(2 * edge) || isUsed(2 * edge + 1)),

    use: <Result>(query: (find: Find) => Promise<Result>): Promise<Result> =>
      turnstile(async () => {
        const search = idle.pop() ?? new Search(searchGraph);
        const giveWay = createGivingWay();
        const result = await query(async (from, to) => {
          search.start(from, to);
          while (!search.advance(STATES_AT_ONCE)) await giveWay();
          await giveWay();
          return search.ways();
        });
        idle.push(search);
        return result;
      }),
  };
}

/** Waits for everybody else on the event loop, when it has been long since that was last done. */
function createGivingWay(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_TURN_MS) return;
    await new Promise(resolve => setImmediate(resolve));
    since = performance.now();
  };
}
