import type { Point } from "../../../../shared/geo.ts";
import { IdColumn, integers } from "./id-column.ts";

/** Coordinates of OpenStreetMap have seven decimals: as whole numbers they fit into 32 bits. */
const PER_DEGREE = 1e7;
const MISSING = -1;

/**
 * Where the nodes of an extract lie and which of them its ways join, in typed arrays: a city has millions. Nodes and
 * ways go by their place in the order of the file. Nodes that a way names but the extract lacks are -1.
 */
export class Shapes {
  private readonly nodeIds = new IdColumn();
  private readonly longitudes = integers();
  private readonly latitudes = integers();
  private readonly wayIds = new IdColumn();
  private readonly wayEnds = integers();
  private readonly wayNodes = integers();

  get nodeCount(): number {
    return this.nodeIds.length;
  }

  get wayCount(): number {
    return this.wayIds.length;
  }

  addNode(id: number, longitude: number, latitude: number): void {
    this.nodeIds.push(id);
    this.longitudes.push(Math.round(longitude * PER_DEGREE));
    this.latitudes.push(Math.round(latitude * PER_DEGREE));
  }

  /** Answers the place of the way. All nodes must have been added before. */
  addWay(id: number, nodeIds: readonly number[]): number {
    this.wayIds.push(id);
    for (const nodeId of nodeIds) this.wayNodes.push(this.nodeIds.indexOf(nodeId));
    this.wayEnds.push(this.wayNodes.length);
    return this.wayIds.length - 1;
  }

  /** Undefined when the extract lacks the way. */
  findWay(id: number): number | undefined {
    const way = this.wayIds.indexOf(id);
    return way < 0 ? undefined : way;
  }

  /** Where a node lies, by its id; undefined when the extract lacks it. */
  get(id: number): Point | undefined {
    const node = this.nodeIds.indexOf(id);
    if (node === MISSING) return undefined;
    const [longitude, latitude] = this.position(node);
    return { latitude, longitude };
  }

  /** True when the extract has a node of this id. */
  has(id: number): boolean {
    return this.nodeIds.indexOf(id) !== MISSING;
  }

  position(node: number): [longitude: number, latitude: number] {
    return [
      (this.longitudes.at(node) ?? Number.NaN) / PER_DEGREE,
      (this.latitudes.at(node) ?? Number.NaN) / PER_DEGREE,
    ];
  }

  positions(nodes: readonly number[]): [longitude: number, latitude: number][] {
    return nodes.map(node => this.position(node));
  }

  /** Nodes of a way, -1 where the extract lacks one. */
  nodesOf(way: number): readonly number[] {
    const begin = way === 0 ? 0 : (this.wayEnds.at(way - 1) ?? 0);
    return [...this.wayNodes.values().subarray(begin, this.wayEnds.at(way))];
  }

  /** Nodes of a way that the extract has. */
  knownNodesOf(way: number): number[] {
    return this.nodesOf(way).filter(node => node !== MISSING);
  }

  /** The stretches between missing nodes: a road is never led across a gap, where nobody knows its course. */
  stretchesOf(way: number): number[][] {
    const stretches: number[][] = [[]];
    for (const node of this.nodesOf(way)) {
      if (node === MISSING) stretches.push([]);
      else stretches.at(-1)?.push(node);
    }
    return stretches.filter(stretch => stretch.length > 1);
  }

  isWhole(way: number): boolean {
    return !this.nodesOf(way).includes(MISSING);
  }

  /** The box around all nodes; null without any. */
  bounds(): readonly [west: number, south: number, east: number, north: number] | null {
    if (this.nodeCount === 0) return null;
    const [west, east] = range(this.longitudes.values());
    const [south, north] = range(this.latitudes.values());
    return [west / PER_DEGREE, south / PER_DEGREE, east / PER_DEGREE, north / PER_DEGREE];
  }
}

function range(numbers: Int32Array): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return [least, most];
}
