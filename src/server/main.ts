import { join } from "node:path";
import { createApp } from "./app.ts";
import { parseConfig } from "./config.ts";
import { openDemo, startPeople } from "./demo.ts";
import { createDeps } from "./deps.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { listen } from "./listen.ts";
import { warnOfNeighbours } from "./neighbours.ts";
import { checkPort } from "./platform/startup/checks.ts";
import { describeStartupProblem, StartupProblem } from "./platform/startup/startup-problem.ts";
import { stopSignal } from "./platform/startup/stop-signal.ts";
import { welcome } from "./welcome.ts";

/** Offers run for minutes; a few seconds late is soon enough. */
const CHORES_MS = 5_000;
/** Screens are not to claim for long what is not so. */
const WATCH_MS = 2_000;

/** Serves until it is asked to end; then lets requests and sockets finish, and closes what it has opened. */
async function serve(): Promise<void> {
  const stop = stopSignal();
  const config = parseConfig(join(import.meta.dir, "../.."), process.env);
  await checkPort(config.host, config.port);
  await using deps = await createDeps(config, process.env);
  const end = Promise.race([stop, deps.databaseLost()]);
  // Making the demo world takes a while: whoever ends us meanwhile need not wait for it.
  const world = await Promise.race([openDemo(deps, end), end]);
  if (typeof world === "string") return;
  await using _chores = startHousekeeping({
    chores: {
      expireOffers: deps.services.orders.expireOffers,
      deliverMail: deps.deliverMail,
      tellSilences: deps.tellSilences,
      tellStaleEtas: deps.eta.tellStale,
      learnFromEtas: deps.eta.learn,
      retention: deps.retain,
      finishErasures: deps.services.privacy.carryOutPending,
    },
    intervalMs: CHORES_MS,
    timers: deps.timers,
    logger: deps.logger,
  });
  await using _watch = startHousekeeping({
    // Without Redis no process expects to hear of another one.
    chores: deps.config.redisUrl ? { lookForMutes: deps.lookForMutes } : {},
    intervalMs: WATCH_MS,
    timers: deps.timers,
    logger: deps.logger,
  });
  await Promise.all([deps.log.ready(), warnOfNeighbours(deps)]);
  await using _server = listen(deps, createApp(deps));
  deps.logger.info(`MedEx Delivery listens on http://${config.host}:${config.port}`);
  await using _people = startPeople(deps, world);
  console.log(welcome(config, world));
  await end;
  // Before anything else ends: nobody is to be sent here any more.
  deps.stopping.abort();
}

try {
  await serve();
} catch (error) {
  if (!(error instanceof StartupProblem)) throw error;
  console.error(describeStartupProblem(error));
  process.exitCode = 1;
}
process.exit();
