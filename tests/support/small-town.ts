import {
  createGazetteerCollector,
  type Gazetteer,
} from "../../src/server/platform/maps/embedded/geocoding/index.ts";
import type { OsmElement } from "../../src/server/platform/maps/extract/block-parts.ts";
import type { BoundingBox, Point } from "../../src/shared/geo.ts";

type Tags = Record<string, string>;

/** Elements of a map that a test draws; distances are metres east and north of a corner of it. */
export function drawTown({ corner = { latitude: 48.4, longitude: 15.6 }, sizeMeters = 20_000 } = {}) {
  const gazetteer = createGazetteerCollector();
  const metersPerDegree = 111_195;
  const wide = metersPerDegree * Math.cos((corner.latitude * Math.PI) / 180);
  let id = 0;
  const at = (east: number, north: number): Point => ({
    latitude: corner.latitude + north / metersPerDegree,
    longitude: corner.longitude + east / wide,
  });
  const add = (element: OsmElement, points: Point[]) => gazetteer.add(element, points);

  return {
    at,
    node(east: number, north: number, tags: Tags): number {
      const { latitude, longitude } = at(east, north);
      add({ type: "node", id: ++id, lat: latitude, lon: longitude, tags }, [{ latitude, longitude }]);
      return id;
    },
    way(vertices: [east: number, north: number][], tags: Tags, nodes: number[] = []): void {
      add(
        { type: "way", id: ++id, nodes, tags },
        vertices.map(([east, north]) => at(east, north)),
      );
    },
    /** A street from west to east with houses 1 to `houses`, 20 m apart, the odd ones south of it. */
    street(
      tags: Tags,
      { east, north, houses }: { east: number; north: number; houses: number },
      address: Tags = {},
    ) {
      this.way(
        [
          [east, north],
          [east + houses * 10, north],
        ],
        { highway: "residential", ...tags },
      );
      for (let number = 1; number <= houses; number++)
        this.node(east + number * 10, north + (number % 2 === 0 ? 12 : -12), {
          "addr:street": tags.name ?? "",
          "addr:housenumber": String(number),
          ...address,
        });
    },
    gazetteer(): Gazetteer {
      const end = at(sizeMeters, sizeMeters);
      const bounds: BoundingBox = [corner.longitude, corner.latitude, end.longitude, end.latitude];
      return gazetteer.within(bounds);
    },
  };
}
