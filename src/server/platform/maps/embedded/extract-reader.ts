import type { BoundingBox, Point } from "../../../../shared/geo.ts";
import type { OsmElement } from "../extract/block-parts.ts";
import { readElements } from "../extract/read-elements.ts";
import { createGazetteerCollector, type Gazetteer, middle } from "./geocoding/index.ts";
import { createStreetCollector, type StreetNetwork } from "./streets/street-network.ts";

/** What addresses are found in, and what routes are made of. */
export type Extract = { gazetteer: Gazetteer; network: StreetNetwork };

/** Where elements lie; ways and relations by their vertices. Elements come nodes first, relations last. */
class Positions {
  readonly nodes = new Map<number, Point>();
  private readonly ways = new Map<number, Point>();

  /** The box around all nodes. */
  bounds(): BoundingBox {
    let [west, south, east, north] = [180, 90, -180, -90];
    for (const { latitude, longitude } of this.nodes.values()) {
      [west, east] = [Math.min(west, longitude), Math.max(east, longitude)];
      [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
    }
    return [west, south, east, north];
  }

  /** A relation's are the middles of its outer ways. */
  vertices(element: OsmElement): Point[] {
    if (element.type === "node") {
      const point = { latitude: element.lat, longitude: element.lon };
      this.nodes.set(element.id, point);
      return [point];
    }
    if (element.type === "way") {
      const isClosed = element.nodes.length > 1 && element.nodes[0] === element.nodes.at(-1);
      const points = (isClosed ? element.nodes.slice(1) : element.nodes).flatMap(
        id => this.nodes.get(id) ?? [],
      );
      const center = middle(points);
      if (center) this.ways.set(element.id, center);
      return points;
    }
    return element.members.flatMap(member =>
      member.type === "way" && member.role !== "inner" ? (this.ways.get(member.ref) ?? []) : [],
    );
  }
}

/**
 * Reads streets, houses and named places out of an OpenStreetMap extract (PBF). Without bounds in its header it covers
 * what its nodes cover. Throws StartupProblem when it cannot be read.
 */
export function readExtract(path: string): Extract {
  const positions = new Positions();
  const streets = createStreetCollector(positions.nodes);
  const gazetteer = createGazetteerCollector();
  const { bounds } = readElements(path, {
    handle(element) {
      gazetteer.add(element, positions.vertices(element));
      streets.add(element);
    },
  });
  return { gazetteer: gazetteer.within(bounds ?? positions.bounds()), network: streets.network };
}
