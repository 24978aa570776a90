/*
 * The simulated people of the demo, as a process of its own: `simulation.program.ts` reads one line of configuration
 * from its standard input and ends when that input ends, which it does in whatever way the server dies.
 */
import { createInterface } from "node:readline";
import { systemClock } from "../../../platform/clock/system.clock.ts";
import { systemTimers } from "../../../platform/timers/system.timers.ts";
import { populate } from "./population.ts";
import { SimulationConfig } from "./simulation.config.ts";

/** Trouble comes in floods, when the server is gone for a moment: a few lines a minute tell as much. */
const LINES_PER_MINUTE = 20;

let linesLeft = LINES_PER_MINUTE;
setInterval(() => {
  linesLeft = LINES_PER_MINUTE;
}, 60_000).unref();

function log(line: string): void {
  if (linesLeft-- > 0) console.error(line.slice(0, 300));
}

const input = createInterface({ input: process.stdin });
input.once("line", line => {
  populate({
    config: SimulationConfig.parse(JSON.parse(line)),
    clock: systemClock,
    timers: systemTimers,
    log,
  });
});
input.once("close", () => process.exit(0));
