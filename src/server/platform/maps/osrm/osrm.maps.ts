import { z } from "zod";
import type { VehicleType } from "../../../../shared/drivers/driver.schema.ts";
import type { Point } from "../../../../shared/geo.ts";
import type { RouteResult } from "../../../../shared/maps/maps.schema.ts";
import type { MatrixQuestion, RouteQuestion } from "../maps.port.ts";
import type { Caller } from "../remote/caller.ts";
import type { HttpAnswer } from "../remote/http.ts";
import { MapsFailure, type MapsFailureReason } from "../remote/maps-failure.ts";
import { type Cells, inBatches } from "../remote/matrix-batches.ts";
import { failureOf, readJson, reasonOf } from "../remote/read-json.ts";
import type { RemoteMaps, RemoteMatrix } from "../remote/remote-maps.ts";
import { EncodedPolyline, lengthOf } from "../remote/route-parts.ts";

/* OSRM, HTTP API v1: https://project-osrm.org/docs/v5.24.0/api/ */

/** Which of the server's profiles a vehicle takes; one that has none is left to the embedded map. */
export type OsrmProfiles = Partial<Record<VehicleType, string>>;

type Deps = { ask: Caller; baseUrl: string; profiles: OsrmProfiles };

/** `--max-table-size` of a server that was not told otherwise: origins and destinations together. */
const MOST_ENDS = 100;
/** Farther from every street an end is not where the server thinks it is: perhaps it has another city. */
const SNAP_METERS = 1_000;

const Said = z.object({ code: z.string() });
const Route = z.object({
  distance: z.number().nonnegative(),
  duration: z.number().nonnegative(),
  geometry: EncodedPolyline,
});
const Routes = z.object({ routes: z.tuple([Route], Route) });
/** Null: no way. */
const Numbers = z.array(z.array(z.number().nonnegative().nullable()));
const Table = z.object({ distances: Numbers, durations: Numbers });

const FAILURES = new Map<string, MapsFailureReason>([
  ["NoRoute", "no_route"],
  ["NoSegment", "no_route"],
]);

/** Streets without traffic, for nothing, from a server of one's own; addresses are left to the embedded map. */
export function createOsrmMaps({ ask, baseUrl, profiles }: Deps): RemoteMaps {
  function urlOf(service: "route" | "table", vehicleType: VehicleType, points: readonly Point[]): URL {
    const profile = profiles[vehicleType];
    if (!profile) throw new MapsFailure("unsupported");
    const coordinates = points.map(({ latitude, longitude }) => `${longitude},${latitude}`).join(";");
    const url = new URL(`${baseUrl.replace(/\/+$/, "")}/${service}/v1/${profile}/${coordinates}`);
    url.searchParams.set("radiuses", points.map(() => SNAP_METERS).join(";"));
    return url;
  }

  return {
    source: "osrm",
    capabilities: { traffic: false, billed: false },

    async route(question: RouteQuestion): Promise<RouteResult> {
      const url = urlOf("route", question.vehicleType, [question.origin, question.destination]);
      url.searchParams.set("overview", "full");
      url.searchParams.set("geometries", "polyline");
      return ask({
        kind: "route",
        units: 1,
        asking: question,
        request: { url },
        read(answer) {
          const [{ distance, duration, geometry }] = read(answer, Routes).routes;
          const length = lengthOf(distance, duration);
          return { ...length, polyline: geometry, approximate: false, source: "osrm" };
        },
      });
    },

    async matrix(question: MatrixQuestion): Promise<RemoteMatrix> {
      const most = { origins: question.origins.length, destinations: question.destinations.length };
      const destinations = Math.min(most.destinations, MOST_ENDS - Math.min(most.origins, MOST_ENDS / 2));
      const atOnce = { destinations, origins: Math.min(most.origins, MOST_ENDS - destinations) };
      return inBatches(question, atOnce, async part => {
        const url = urlOf("table", question.vehicleType, [...part.origins, ...part.destinations]);
        url.searchParams.set("annotations", "duration,distance");
        url.searchParams.set("sources", part.origins.map((_, i) => i).join(";"));
        url.searchParams.set(
          "destinations",
          part.destinations.map((_, i) => part.origins.length + i).join(";"),
        );
        return ask({
          kind: "matrix",
          units: part.origins.length * part.destinations.length,
          asking: question,
          request: { url },
          read: answer => toCells(read(answer, Table), part.origins.length, part.destinations.length),
        });
      });
    },
  };
}

/** What the server says is wrong comes with 400 and a code. */
function read<Schema extends z.ZodType>(answer: HttpAnswer, schema: Schema): z.infer<Schema> {
  if (answer.status !== 200 && answer.status !== 400) throw failureOf(answer, reasonOf(answer.status));
  const { code } = readJson(answer, Said);
  if (code !== "Ok") throw new MapsFailure(FAILURES.get(code) ?? "invalid");
  return readJson(answer, schema);
}

function toCells({ distances, durations }: z.infer<typeof Table>, rows: number, columns: number): Cells {
  const isWhole = [distances, durations].every(
    numbers => numbers.length === rows && numbers.every(row => row.length === columns),
  );
  if (!isWhole) throw new MapsFailure("garbage");
  return distances.map((row, origin) =>
    row.map((meters, destination) => {
      const seconds = durations[origin]?.[destination] ?? null;
      return meters === null || seconds === null ? null : lengthOf(meters, seconds);
    }),
  );
}
