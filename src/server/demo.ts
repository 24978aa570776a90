import { join } from "node:path";
import { isInside } from "../shared/geo.ts";
import type { Deps } from "./deps.ts";
import {
  createDemoRepo,
  DEMO_AREA,
  type DemoWorld,
  prepareDemo,
  startSimulation,
} from "./features/demo/index.ts";
import { createMemoryLiveBus } from "./platform/live-bus/memory.live-bus.ts";
import { createTransactor } from "./platform/mongo/transactions.ts";
import type { Passwords } from "./platform/passwords/passwords.port.ts";
import { StartupProblem } from "./platform/startup/startup-problem.ts";
import { createServices } from "./services.ts";

/**
 * The demo world as the configuration wants it; null when it is off. Call it before housekeeping starts. Making it takes
 * much memory once, so a process of its own does that, which is ended when `end` settles. Throws StartupProblem.
 */
export async function openDemo(deps: Deps, end: Promise<unknown>): Promise<DemoWorld | null> {
  requireItsCity(deps);
  const isMade = (await createDemoRepo(deps.db).find())?.finishedAt;
  if (deps.config.demo !== "off" && !isMade) await makeElsewhere(deps, end);
  return makeDemo(deps);
}

/** Makes the demo world here and now, or finds that it is there. Throws StartupProblem. */
export async function makeDemo(deps: Deps): Promise<DemoWorld | null> {
  requireItsCity(deps);
  return prepareDemo({
    ...deps,
    mode: deps.config.demo,
    repo: createDemoRepo(deps.db),
    transact: createTransactor(deps.client),
    servicesAt: clock =>
      createServices({
        ...deps,
        clock,
        // Nobody is to hear of the past as if it happened now.
        liveBus: createMemoryLiveBus(),
        // Nor does anybody of the demo have a mailbox.
        mail: null,
        passwords: hashingOnce(deps.passwords),
      }),
  });
}

/** The people of the demo live in Helsinki: with the map of another city there is nowhere for them to go. */
function requireItsCity({ config, maps }: Deps): void {
  const [west, south, east, north] = DEMO_AREA;
  const corners = [
    { latitude: south, longitude: west },
    { latitude: north, longitude: east },
  ];
  if (config.demo === "off" || corners.every(corner => isInside(maps.serviceArea, corner))) return;
  throw new StartupProblem({
    problem: "the demo world is at home in central Helsinki, which this map does not show.",
    meaning: `It was asked for together with the map in ${config.mapDir}.`,
    wayOut: [
      "start without the demo world: leave MEDEX_DEMO out",
      "see it in its city: leave MEDEX_MAP_DIR out",
    ],
  });
}

async function makeElsewhere(
  { mongodbUrl, environment, logger }: Deps,
  end: Promise<unknown>,
): Promise<void> {
  logger.info("Making the demo world");
  const seed = Bun.spawn([process.execPath, join(import.meta.dir, "scripts/seed.ts")], {
    env: { ...environment, MONGODB_URL: mongodbUrl },
    stdout: "ignore",
    stderr: "inherit",
  });
  const kill = () => seed.kill();
  end.then(kill, kill);
  if ((await seed.exited) === 0) return;
  throw new StartupProblem({
    problem: "the demo world could not be made.",
    meaning: "The reason stands above. What was made so far is made anew at the next start.",
    wayOut: ["start again: bun start", "start without it: MEDEX_DEMO=off bun start"],
  });
}

/** Simulated people, while the server listens; null unless the demo is live. */
export function startPeople(deps: Deps, world: DemoWorld | null): AsyncDisposable | null {
  const { config } = deps;
  if (!world || config.demo !== "live") return null;
  return startSimulation({ ...deps, world, url: `http://${loopback(config.host)}:${config.port}` });
}

/** Everybody of the demo has the same password, and it is printed: one slow hash does for all of them. */
function hashingOnce(passwords: Passwords): Passwords {
  const known = new Map<string, Promise<string>>();
  return {
    ...passwords,
    hash: password => {
      const hashed = known.get(password) ?? passwords.hash(password);
      known.set(password, hashed);
      return hashed;
    },
  };
}

/** Where a program on this machine reaches a server that listens on `host`. */
function loopback(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
