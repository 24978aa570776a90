import { buildGraph } from "../../../src/server/platform/maps/embedded/streets/building/graph-builder.ts";
import type {
  Restriction,
  StreetNetwork,
} from "../../../src/server/platform/maps/embedded/streets/building/street-network.ts";
import {
  groundMeters,
  metersPerDegree,
} from "../../../src/server/platform/maps/embedded/streets/graph/ground-distance.ts";
import { createRouter } from "../../../src/server/platform/maps/embedded/streets/routing/router.ts";
import type { Tags } from "../../../src/server/platform/maps/extract/block-parts.ts";
import type { VehicleType } from "../../../src/shared/drivers/driver.schema.ts";
import type { Point } from "../../../src/shared/geo.ts";

const ORIGIN = { latitude: 60.17, longitude: 24.94 };
const PER_DEGREE = metersPerDegree(ORIGIN.latitude);

/** So many metres to the east and to the north of the plan's corner. */
export const at = (east: number, north: number): Point => ({
  latitude: ORIGIN.latitude + north / PER_DEGREE.latitude,
  longitude: ORIGIN.longitude + east / PER_DEGREE.longitude,
});

/** A street over nodes that have one letter each: `["ABC", { oneway: "yes" }]` leads from A over B to C. */
export type PlannedStreet = readonly [nodes: string, tags?: Tags];

type Plan = {
  /** Nodes by letter, metres east and north. */
  nodes: Readonly<Record<string, readonly [east: number, north: number]>>;
  streets: readonly PlannedStreet[];
  signs?: Readonly<Record<string, Tags>>;
  /** `"DE,E,EB"`: from one street over a node, or over streets, to another. */
  restrictions?: readonly (readonly [members: string, tags: Tags])[];
};

const idOf = (letter: string) => letter.charCodeAt(0);

/** A street without tags is a two-way residential street. */
export function networkOf({ nodes, streets, signs = {}, restrictions = [] }: Plan): StreetNetwork {
  const wayOf = new Map(streets.map(([name], index) => [name, index + 1]));
  const member = (name: string, role: string): Restriction["members"][number] =>
    name.length === 1
      ? { type: "node", ref: idOf(name), role }
      : { type: "way", ref: wayOf.get(name) ?? 0, role };
  return {
    points: new Map(Object.entries(nodes).map(([letter, [east, north]]) => [idOf(letter), at(east, north)])),
    nodeTags: new Map(Object.entries(signs).map(([letter, tags]) => [idOf(letter), tags])),
    ways: streets.map(([name, tags], index) => ({
      id: index + 1,
      nodes: [...name].map(idOf),
      tags: { highway: "residential", ...tags },
    })),
    restrictions: restrictions.map(([members, tags], index) => {
      const [from = "", ...others] = members.split(",");
      const to = others.pop() ?? "";
      return {
        id: index + 1,
        tags: { type: "restriction", ...tags },
        members: [member(from, "from"), ...others.map(name => member(name, "via")), member(to, "to")],
      };
    }),
  };
}

/** The streets of a plan, to drive on. */
export function streetsOf(plan: Plan, options?: Parameters<typeof buildGraph>[1]) {
  const network = networkOf(plan);
  const { graph, report } = buildGraph(network, options);
  const router = createRouter(graph);
  const point = (letter: string) => network.points.get(idOf(letter)) as Point;

  /** A share of the way from one node to another: `"AB"`, or `"AB", 0.9` close to B. */
  function on(street: string, share = 0.5): Point {
    const [from, to] = [point(street.charAt(0)), point(street.charAt(1))];
    return {
      latitude: from.latitude + (to.latitude - from.latitude) * share,
      longitude: from.longitude + (to.longitude - from.longitude) * share,
    };
  }

  async function drive(from: Point, to: Point, vehicle: VehicleType = "car") {
    const [start, end] = [router.snap(from, vehicle), router.snap(to, vehicle)];
    const route = start && end && (await router.route(start, end, vehicle));
    if (!route) throw new Error("There is no way");
    const letters = route.line
      .slice(1, -1)
      .map(passed => Object.keys(plan.nodes).find(letter => groundMeters(point(letter), passed) < 0.1) ?? "");
    return { ...route, over: letters.join("") };
  }

  return {
    graph,
    report,
    router,
    on,
    drive,
    /** Letters of the nodes that the best way passes. */
    over: async (from: Point, to: Point, vehicle: VehicleType = "car") =>
      (await drive(from, to, vehicle)).over,
  };
}
