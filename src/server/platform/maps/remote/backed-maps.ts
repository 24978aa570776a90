import type { BaseMapConfig, MatrixResult } from "../../../../shared/maps/maps.schema.ts";
import type { MapCallKind, MapsPort, MatrixQuestion } from "../maps.port.ts";
import type { RasterTileSource } from "../raster-tiles.port.ts";
import type { MapMeter } from "./map-meter.ts";
import { MapsFailure } from "./maps-failure.ts";
import type { RemoteMaps } from "./remote-maps.ts";

type Deps = {
  remote: RemoteMaps;
  /** Answers what the provider does not, whether it cannot or fails. */
  embedded: MapsPort;
  /** What has to be said of the provider wherever its answers are shown. */
  credit: string | null;
  tiles: RasterTileSource | null;
  meter: MapMeter;
};

/** A provider with the embedded map behind it. Every answer says which of the two has given it. */
export function backedMaps({ remote, embedded, credit, tiles, meter }: Deps): MapsPort {
  async function orEmbedded<Answer>(
    kind: MapCallKind,
    ask: () => Promise<Answer>,
    instead: () => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof MapsFailure)) throw error;
      meter.fellBack(kind, error.reason);
      return instead();
    }
  }

  async function matrix(question: MatrixQuestion): Promise<MatrixResult> {
    const { cells, failure = "no_route", traffic } = await remote.matrix(question);
    const known = { source: remote.source, ...(traffic && { traffic }) };
    if (cells.every(row => row.every(cell => cell !== null)))
      return { rows: cells as MatrixResult["rows"], approximate: false, ...known };
    meter.fellBack("matrix", failure);
    const filling = await embedded.matrix(question);
    const rows = filling.rows.map((row, origin) =>
      row.map((cell, destination) => cells[origin]?.[destination] ?? { ...cell, source: filling.source }),
    );
    return { rows, approximate: filling.approximate, ...known };
  }

  return {
    source: remote.source,
    capabilities: remote.capabilities,
    serviceArea: embedded.serviceArea,
    autocomplete: embedded.autocomplete,
    geocode(address, asking = {}) {
      const instead = () => embedded.geocode(address);
      if (!remote.geocode) return instead();
      const ask = remote.geocode;
      return orEmbedded("geocode", () => ask(address, asking), instead);
    },
    reverse(point, asking = {}) {
      const instead = () => embedded.reverse(point);
      if (!remote.reverse) return instead();
      const ask = remote.reverse;
      return orEmbedded("geocode", () => ask(point, asking), instead);
    },
    route: question =>
      orEmbedded(
        "route",
        () => remote.route(question),
        () => embedded.route(question),
      ),
    matrix: question =>
      orEmbedded(
        "matrix",
        () => matrix(question),
        () => embedded.matrix(question),
      ),
    config(): BaseMapConfig {
      const base = embedded.config();
      const raster = tiles?.tiles();
      return {
        ...base,
        provider: remote.source,
        ...(credit && { attribution: `${base.attribution}. ${credit}` }),
        ...(raster && { raster }),
      };
    },
  };
}
