import { systemClock } from "../clock/system.clock.ts";
import { createLogger } from "../logger/logger.ts";
import { StartupProblem } from "../startup/startup-problem.ts";
import { systemTimers } from "../timers/system.timers.ts";
import { createGoogleMaps } from "./google/google.maps.ts";
import { openTileSession } from "./google/tile-session.ts";
import type { MapsSettings } from "./maps-settings.ts";
import { createOsrmMaps } from "./osrm/osrm.maps.ts";
import { createCaller } from "./remote/caller.ts";
import { createHttp } from "./remote/http.ts";
import { MapsFailure, type MapsFailureReason } from "./remote/maps-failure.ts";

/** In the demo city, a few minutes apart. */
const ENDS = {
  origin: { latitude: 60.1689, longitude: 24.9408 },
  destination: { latitude: 60.1693, longitude: 24.9494 },
};
const AREA = [24.93, 60.16, 24.96, 60.18] as const;
const ZOOM = 13;

const WAYS_OUT: Partial<Record<MapsFailureReason, string>> = {
  denied: "allow the key to use this API, and see that the project is billed",
  unreachable: "see that its address is right and reachable from here",
  timeout: "see that its address is right and reachable from here",
  rate_limited: "see its quota, and try again later",
};

/**
 * Asks the chosen map service one question of each kind, the cheapest there is; of Google that is two billed calls, for
 * asking for its map costs nothing before there are images. Null: the settings are not usable. Throws StartupProblem
 * when the service does not answer.
 */
export async function checkMaps(settings: MapsSettings | null): Promise<string> {
  if (!settings) return "not asked: the settings are not usable";
  if (settings.provider === "embedded") return "none: the embedded map answers";
  const ask = createCaller({
    provider: settings.provider,
    http: createHttp(systemTimers),
    clock: systemClock,
    timers: systemTimers,
    random: () => 0,
    logger: createLogger("silent"),
    meter: { called() {}, billed() {}, fellBack() {}, spared() {}, circuit() {} },
    limits: settings.limits,
    perSecond: {},
    budget: null,
  });
  if (settings.provider === "osrm") {
    const maps = createOsrmMaps({ ask, baseUrl: settings.url, profiles: settings.profiles });
    const [vehicleType] = Object.keys(settings.profiles) as (keyof typeof settings.profiles)[];
    if (vehicleType) await answered("OSRM", () => maps.route({ ...ENDS, vehicleType }));
    return "OSRM answers";
  }
  const { apiKey: key, baseUrl, locale, drawsTiles } = settings;
  const service = { ask, key, baseUrl, locale };
  const google = createGoogleMaps({ service, area: AREA, elementsAtOnce: 1 });
  await answered("Google's Geocoding API", () => google.geocode?.("Helsinki", {}));
  await answered("Google's Routes API", () =>
    google.route({ ...ENDS, vehicleType: "car", purpose: "quote" }),
  );
  if (!drawsTiles) return "Google's Geocoding API and Routes API answer";
  await answered("Google's Map Tiles API", () => openTileSession(service, AREA, ZOOM));
  return "Google's Geocoding API, Routes API and Map Tiles API answer";
}

/** That there is no way from here to there is an answer too. */
async function answered(service: string, question: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await question();
  } catch (error) {
    if (!(error instanceof MapsFailure)) throw error;
    if (error.reason === "no_route") return;
    throw new StartupProblem({
      problem: `${service} gives no answer (${error.reason}).`,
      meaning: "It starts all the same: the embedded map answers until the service does.",
      wayOut: [WAYS_OUT[error.reason] ?? "see docs/maps.md"],
    });
  }
}
