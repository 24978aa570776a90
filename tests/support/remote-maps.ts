import { afterAll, afterEach, beforeAll } from "bun:test";
import { collectionsOf } from "../../src/server/collections.ts";
import { createGeocodesRepo, createMapBudgetRepo } from "../../src/server/features/maps/index.ts";
import { createLogger } from "../../src/server/platform/logger/logger.ts";
import { chooseMaps } from "../../src/server/platform/maps/choose-maps.ts";
import {
  DEFAULT_MAP_BUDGET,
  DEFAULT_MAP_LIMITS,
  type MapBudgetLimits,
  type MapLimits,
} from "../../src/server/platform/maps/map-limits.ts";
import type { MapsPort } from "../../src/server/platform/maps/maps.port.ts";
import type { MapsSettings } from "../../src/server/platform/maps/maps-settings.ts";
import { ensureCollections } from "../../src/server/platform/mongo/collections.ts";
import { demoCityMaps } from "./demo-city.ts";
import type { GoogleServer } from "./google-server.ts";
import { createManualTime, type ManualTime } from "./manual-time.ts";
import { aMeter } from "./map-meter.ts";
import { type TestDatabase, testDatabase } from "./mongo.ts";
import { waitFor } from "./wait-for.ts";

type Over = {
  limits?: Partial<MapLimits>;
  budget?: Partial<MapBudgetLimits>;
  drawsTiles?: boolean;
  time?: ManualTime;
};

/** Everything above retention is of no matter to maps. */
const RETENTION = { trackingLinkHours: 72, locationDays: 30, orderDays: 90, auditDays: 730 };

type Ground = { embedded: MapsPort & AsyncDisposable; database: TestDatabase };

/** The demo city's maps and a database of their own, there for the tests of the file that calls this at its top. */
export function groundOf(name: string): Ground {
  const ground = {} as Ground;
  beforeAll(async () => {
    const [embedded, database] = await Promise.all([demoCityMaps(), testDatabase(name)]);
    Object.assign(ground, { embedded, database });
    await ensureCollections(database.db, collectionsOf(RETENTION));
  }, 60_000);
  afterEach(async () => {
    for (const kept of ["geocodes", "mapBudgets"]) await ground.database.db.collection(kept).deleteMany({});
  });
  afterAll(async () => {
    await ground.embedded[Symbol.asyncDispose]();
    await ground.database[Symbol.asyncDispose]();
  });
  return ground;
}

/** The product's maps as one process has them, with Google at the given server, and what it has logged and counted. */
export function googleMapsAt(google: Pick<GoogleServer, "url" | "key">, ground: Ground, over: Over = {}) {
  return remoteMaps(ground, over, {
    provider: "google",
    apiKey: google.key,
    baseUrl: google.url,
    locale: "fi-FI",
    drawsTiles: over.drawsTiles ?? false,
  });
}

/** The same with an OSRM server, which routes everything but vans. */
export const osrmMapsAt = (url: string, ground: Ground, over: Over = {}) =>
  remoteMaps(ground, over, {
    provider: "osrm",
    url,
    profiles: { car: "driving", scooter: "driving", bike: "cycling" },
  });

type Provider<Settings> = Settings extends unknown ? Omit<Settings, "limits" | "budget"> : never;

function remoteMaps({ embedded, database }: Ground, over: Over, provider: Provider<MapsSettings>) {
  const time = over.time ?? createManualTime();
  const { meter, counted } = aMeter();
  let logged = "";
  const logger = createLogger("trace", {
    write: line => {
      logged += line;
    },
  });
  const chosen = chooseMaps({
    ...time,
    settings: {
      ...provider,
      limits: { ...DEFAULT_MAP_LIMITS, ...over.limits },
      budget: { ...DEFAULT_MAP_BUDGET, ...over.budget },
    } as MapsSettings,
    embedded,
    geocodes: createGeocodesRepo(database.db),
    book: createMapBudgetRepo(database.db),
    random: () => 0,
    logger,
    meter,
  });
  return { ...chosen, time, counted, logged: () => logged };
}

/** An answer for which timeouts have to pass: the clock moves each time that the service is holding one more call. */
export async function inTime<Answer>(
  time: ManualTime,
  service: { held(): number },
  answer: Promise<Answer>,
): Promise<Answer> {
  let isSettled = false;
  const settled = () => {
    isSettled = true;
  };
  answer.then(settled, settled);
  let seen = service.held();
  await waitFor("an answer, while time passes", () => {
    const isWaiting = service.held() > seen;
    seen = service.held();
    if (isWaiting) time.advance(DEFAULT_MAP_LIMITS["call-ms"]);
    return isSettled;
  });
  return answer;
}
