import { VehicleType } from "../../../../../../shared/drivers/driver.schema.ts";
import type { Tags } from "../../../extract/block-parts.ts";
import type { GraphReport } from "../graph/graph-report.ts";
import {
  DEGREES_PER_UNIT,
  edgeOf,
  perVehicle,
  type StreetGraph,
  type TurnGraph,
} from "../graph/street-graph.ts";
import { VEHICLES } from "../rules/vehicles.ts";
import { crossingsOf } from "./crossings.ts";
import { cutIntoEdges, type Edge } from "./edges.ts";
import type { StreetNetwork } from "./street-network.ts";
import { buildTurnGraph } from "./turn-graph-builder.ts";
import { type ForbiddenWay, forbiddenWays, kindFor } from "./turn-restrictions.ts";

type BuildOptions = { drivesOnLeft?: boolean };

/** Makes the graph of all vehicles; the same network gives the same graph. */
export function buildGraph(
  network: StreetNetwork,
  { drivesOnLeft = false }: BuildOptions = {},
): { graph: StreetGraph; report: GraphReport } {
  const isUsed = (tags: Tags) =>
    VehicleType.options.some(type => VEHICLES[type].passages(tags).some(Boolean));
  const ways = network.ways.filter(({ tags }) => isUsed(tags));
  const { edges, waysWithGaps } = cutIntoEdges(network, ways);
  const crossings = crossingsOf(edges);
  const used = new Set<number>();

  const vehicles = perVehicle(type => {
    const rules = VEHICLES[type];
    const forbidden: ForbiddenWay[] = [];
    for (const restriction of network.restrictions) {
      const kind = kindFor(restriction, rules.signs);
      const found = kind && forbiddenWays(restriction, kind, crossings);
      if (!found) continue;
      used.add(restriction.id);
      forbidden.push(...found);
    }
    return buildTurnGraph({ edges, crossings, nodeTags: network.nodeTags, drivesOnLeft }, rules, forbidden);
  });
  const kilometers = perVehicle(type => kilometersOf(edges, reachedEdges(vehicles[type])));
  return {
    graph: { ...drawingOf(edges), vehicles },
    report: {
      edges: edges.length,
      kilometers,
      unreachableKilometers: perVehicle(type => {
        const usable = edges.flatMap(({ way }, edge) =>
          VEHICLES[type].passages(way.tags).some(Boolean) ? [edge] : [],
        );
        return kilometersOf(edges, usable) - kilometers[type];
      }),
      waysWithGaps,
      restrictions: { used: used.size, unused: network.restrictions.length - used.size },
    },
  };
}

const reachedEdges = ({ arcs }: TurnGraph) => new Set([...arcs].map(edgeOf));

const kilometersOf = (edges: readonly Edge[], chosen: Iterable<number>): number =>
  [...chosen].reduce((sum, edge) => sum + (edges[edge]?.centimeters ?? 0), 0) / 100_000;

function drawingOf(edges: readonly Edge[]): Omit<StreetGraph, "vehicles"> {
  const vertices = edges.flatMap(edge => edge.vertices);
  const firstVertex = new Uint32Array(edges.length + 1);
  edges.forEach((edge, index) => {
    firstVertex[index + 1] = (firstVertex[index] as number) + edge.vertices.length;
  });
  const units = (degrees: number) => Math.round(degrees / DEGREES_PER_UNIT);
  return {
    firstVertex,
    latitudes: Int32Array.from(vertices, ({ latitude }) => units(latitude)),
    longitudes: Int32Array.from(vertices, ({ longitude }) => units(longitude)),
    centimeters: Uint32Array.from(edges, edge => edge.centimeters),
    isOpenAir: Uint8Array.from(edges, ({ way }) => Number(isOpenAir(way.tags))),
  };
}

/** A passage through a building is at street level, and somebody may live in it. */
function isOpenAir({ tunnel, layer, level, indoor }: Tags): boolean {
  const isTunnel = tunnel !== undefined && tunnel !== "no" && tunnel !== "building_passage";
  const isBelow = Number.parseInt(layer ?? "0", 10) < 0 || Number.parseInt(level ?? "0", 10) < 0;
  return !isTunnel && !isBelow && indoor !== "yes";
}
