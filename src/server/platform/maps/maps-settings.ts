import { z } from "zod";
import { VehicleType } from "../../../shared/drivers/driver.schema.ts";
import {
  DEFAULT_MAP_BUDGET,
  DEFAULT_MAP_LIMITS,
  type MapBudgetLimits,
  MapBudgetSetting,
  type MapLimits,
  MapLimitsSetting,
} from "./map-limits.ts";
import type { OsrmProfiles } from "./osrm/osrm.maps.ts";

/** An address of somebody else's service, with nothing in it that ought not to be in a log. */
const baseUrl = z
  .url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" })
  .refine(
    text => !URL.canParse(text) || !/[@?#]/.test(text),
    "must be an address without user, question mark and #",
  );

const DEFAULT_PROFILES: OsrmProfiles = { car: "driving", van: "driving", scooter: "driving" };

/** `car=driving,bike=cycling`: the vehicles that the server routes. */
const OsrmProfilesSetting = z
  .string()
  .transform(text => text.split(",").map(entry => entry.split("=").map(part => part.trim())))
  .pipe(
    z.array(
      z.tuple([VehicleType, z.string().regex(/^[\w-]+$/)], {
        error: `must be like car=driving, with ${VehicleType.options.join(", ")}`,
      }),
    ),
  )
  .transform(entries => Object.fromEntries(entries) as OsrmProfiles);

/** The part of the environment that is about maps; `.describe()` as in config.ts. */
export const MAPS_VARIABLES = {
  MAPS_PROVIDER: z
    .enum(["embedded", "google", "osrm"])
    .default("embedded")
    .describe(
      "Who answers for addresses and routes: the `embedded` map, or `google` or `osrm` with the embedded map behind it (docs/maps.md)",
    ),
  GOOGLE_MAPS_API_KEY: z
    .string()
    .regex(/^[\w-]+$/, "must be letters, digits, - and _ alone")
    .optional()
    .describe("Key for Google's Geocoding API and Routes API; required with MAPS_PROVIDER=google"),
  GOOGLE_MAPS_BASE_URL: baseUrl
    .optional()
    .describe(
      "A proxy in front of all of Google's map services, by https unless it is on this machine; Google itself without it",
    ),
  GOOGLE_MAPS_TILES: z
    .enum(["true", "false"])
    .transform(text => text === "true")
    .default(false)
    .describe(
      "`true`: Google's map is drawn (Map Tiles API, billed by the image); its terms ask for it where its routes are shown and the bill goes to an address outside of the EEA",
    ),
  GOOGLE_MAPS_LOCALE: z
    .string()
    .regex(/^[a-z]{2,3}-[A-Z]{2}$/, "must be a language and a region, as fi-FI")
    .default("en-US")
    .describe("Language and region of Google's answers and map"),
  OSRM_URL: baseUrl
    .optional()
    .describe("Your OSRM server, as http://osrm:5000; required with MAPS_PROVIDER=osrm"),
  OSRM_PROFILES: OsrmProfilesSetting.optional().describe(
    "Which vehicle takes which profile of the OSRM server, as car=driving,bike=cycling; one that is left out is routed by the embedded map; car, van and scooter take `driving` without it",
  ),
  MAPS_LIMITS: MapLimitsSetting.optional().describe(
    "Limits of asking a map service that differ from the defaults of docs/maps.md, as routes-per-second=25,call-ms=2000",
  ),
  MAPS_BUDGET: MapBudgetSetting.optional().describe(
    "What Google may be asked in a day (UTC) by all processes together, where it differs from the defaults of docs/maps.md, as route=5000,tile=0; the embedded map answers what is over",
  ),
};

const Variables = z.object(MAPS_VARIABLES);

export type MapsSettings = { limits: MapLimits; budget: MapBudgetLimits } & (
  | { provider: "embedded" }
  | { provider: "google"; apiKey: string; baseUrl: string | undefined; locale: string; drawsTiles: boolean }
  | { provider: "osrm"; url: string; profiles: OsrmProfiles }
);

/** The settings of the provider that was chosen; of variables without contradictions. */
export function toMapsSettings(values: z.infer<typeof Variables>): MapsSettings {
  const common = {
    limits: values.MAPS_LIMITS ?? DEFAULT_MAP_LIMITS,
    budget: values.MAPS_BUDGET ?? DEFAULT_MAP_BUDGET,
  };
  if (values.MAPS_PROVIDER === "google" && values.GOOGLE_MAPS_API_KEY)
    return {
      ...common,
      provider: "google",
      apiKey: values.GOOGLE_MAPS_API_KEY,
      baseUrl: values.GOOGLE_MAPS_BASE_URL,
      locale: values.GOOGLE_MAPS_LOCALE,
      drawsTiles: values.GOOGLE_MAPS_TILES,
    };
  if (values.MAPS_PROVIDER === "osrm" && values.OSRM_URL)
    return {
      ...common,
      provider: "osrm",
      url: values.OSRM_URL,
      profiles: values.OSRM_PROFILES ?? DEFAULT_PROFILES,
    };
  return { ...common, provider: "embedded" };
}

/** Variables that mean something with one provider alone. */
const OF_PROVIDER = {
  GOOGLE_MAPS_API_KEY: "google",
  GOOGLE_MAPS_BASE_URL: "google",
  GOOGLE_MAPS_TILES: "google",
  GOOGLE_MAPS_LOCALE: "google",
  MAPS_BUDGET: "google",
  OSRM_URL: "osrm",
  OSRM_PROFILES: "osrm",
} as const;

/** What no schema of a single variable can tell, one line a problem. */
export function mapsContradictions(env: Readonly<Record<string, string | undefined>>): string[] {
  const provider = env.MAPS_PROVIDER ?? "embedded";
  const problems = Object.entries(OF_PROVIDER)
    .filter(([name, of]) => env[name] && env[name] !== "false" && provider !== of)
    .map(([name, of]) => `${name}: is used with MAPS_PROVIDER=${of} alone`);
  if (provider === "google" && !env.GOOGLE_MAPS_API_KEY)
    problems.push("GOOGLE_MAPS_API_KEY: is required with MAPS_PROVIDER=google");
  if (provider === "osrm" && !env.OSRM_URL)
    problems.push("OSRM_URL: is required with MAPS_PROVIDER=osrm, for example  http://osrm:5000");
  if (env.GOOGLE_MAPS_BASE_URL && isInClear(env.GOOGLE_MAPS_BASE_URL))
    problems.push("GOOGLE_MAPS_BASE_URL: must begin with https://, for the key travels with each question");
  return problems;
}

/** Plain http, over more than this machine. */
const isInClear = (text: string): boolean =>
  /^http:/i.test(text) &&
  URL.canParse(text) &&
  !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(text).hostname);
