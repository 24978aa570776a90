import type { Point } from "../../../../../../shared/geo.ts";
import type { OsmElement, Tags } from "../../../extract/block-parts.ts";

export type Way = { id: number; nodes: readonly number[]; tags: Tags };

/** A relation that forbids or prescribes a turn (https://wiki.openstreetmap.org/wiki/Relation:restriction). */
export type Restriction = {
  id: number;
  tags: Tags;
  members: readonly { type: "node" | "way" | "relation"; ref: number; role: string }[];
};

/** Where nodes lie, by their ids. */
export type NodePoints = Pick<ReadonlyMap<number, Point>, "get" | "has">;

/** The streets of an extract as its file has them. A way may name nodes that the extract lacks. */
export type StreetNetwork = {
  points: NodePoints;
  /** Of nodes at which something may happen to traffic. */
  nodeTags: ReadonlyMap<number, Tags>;
  ways: readonly Way[];
  restrictions: readonly Restriction[];
};

const isPassable = (tags: Tags) =>
  Boolean(tags.highway) || tags.railway === "platform" || tags.man_made === "pier";

/** Picks the streets out of the elements of an extract, which come nodes first, relations last. */
export function createStreetCollector(points: NodePoints): {
  add(element: OsmElement): void;
  network: StreetNetwork;
} {
  const nodeTags = new Map<number, Tags>();
  const ways: Way[] = [];
  const restrictions: Restriction[] = [];
  return {
    network: { points, nodeTags, ways, restrictions },
    add(element) {
      const { id, type, tags } = element;
      if (!tags) return;
      if (type === "node" && (tags.highway || tags.barrier)) nodeTags.set(id, tags);
      if (type === "way" && isPassable(tags)) ways.push({ id, nodes: element.nodes, tags });
      if (type === "relation" && tags.type === "restriction")
        restrictions.push({ id, tags, members: element.members });
    },
  };
}
