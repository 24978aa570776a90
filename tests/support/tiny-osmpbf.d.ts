declare module "tiny-osmpbf" {
  type Tags = Record<string, string>;
  export type OsmElement =
    | { type: "node"; id: number; lat: number; lon: number; tags?: Tags }
    | { type: "way"; id: number; nodes: number[]; tags?: Tags }
    | {
        type: "relation";
        id: number;
        members: { type: "node" | "way" | "relation"; ref: number; role: string }[];
        tags?: Tags;
      };
  /** Calls `handle` for each element in file order; the header's bounds are absent when the file has none. */
  export default function parse(
    data: ArrayBuffer,
    handle: (element: OsmElement) => void,
  ): { bounds?: { minlat: number; minlon: number; maxlat: number; maxlon: number } };
}
