import type { Point } from "../../../../shared/geo.ts";
import { createGazetteerCollector, type Gazetteer, middle } from "../embedded/geocoding/index.ts";
import {
  createStreetCollector,
  type NodePoints,
  type StreetNetwork,
} from "../embedded/streets/building/street-network.ts";
import type { OsmElement } from "../extract/block-parts.ts";
import { readElements } from "../extract/read-elements.ts";
import { usableArea } from "../extract/usable-area.ts";
import { createSketchCollector, type Sketch } from "../tiles/sketch.ts";

/** What addresses are found in, what routes are made of, and what is drawn. */
export type Extract = {
  gazetteer: Gazetteer;
  network: StreetNetwork;
  sketch: Sketch;
  /** The state of the data; null when the file does not tell. */
  dataDate: Date | null;
};

/** Where elements lie; ways and relations by their vertices. Elements come nodes first, relations last. */
class Positions {
  private readonly ways = new Map<number, Point>();

  constructor(private readonly nodes: NodePoints) {}

  /** A relation's are the middles of its outer ways. */
  vertices(element: OsmElement): Point[] {
    if (element.type === "node") return [{ latitude: element.lat, longitude: element.lon }];
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
 * Reads an OpenStreetMap extract (PBF) once, for everything that is made of it. Without bounds in its header it covers
 * what its nodes cover. Throws StartupProblem when it cannot be read, or no map can be made of it.
 */
export function readExtract(path: string, onProgress?: (fraction: number) => void): Extract {
  const sketch = createSketchCollector();
  const positions = new Positions(sketch.nodes);
  const streets = createStreetCollector(sketch.nodes);
  const gazetteer = createGazetteerCollector();
  const { bounds, dataDate } = readElements(path, {
    handle(element) {
      sketch.add(element);
      gazetteer.add(element, positions.vertices(element));
      streets.add(element);
    },
    onProgress,
  });
  const area = usableArea(path, bounds, sketch.nodes.bounds());
  return {
    gazetteer: gazetteer.within(area),
    network: streets.network,
    sketch: sketch.within(area),
    dataDate,
  };
}
