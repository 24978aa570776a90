import { join } from "node:path";
import type { Logger } from "../../../platform/logger/logger.ts";
import type { Cancel, Timers } from "../../../platform/timers/timers.port.ts";
import type { SimulationConfig } from "./simulation.config.ts";

const PROGRAM = join(import.meta.dir, "simulation.program.ts");
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
/** Who has lived so long gets the first delay again. */
const STABLE_MS = 60_000;
const GRACE_MS = 2_000;
/** What is kept of its words, to be told should it die. */
const LAST_WORDS = 20;

type Deps = { config: SimulationConfig; logger: Logger; timers: Timers };

/**
 * Runs the simulation as a child with memory of its own. It is started again when it dies, with growing delays, and
 * ends with this process even when that is killed: its input is a pipe that the kernel then closes.
 */
export function launchSimulation({ config, logger, timers }: Deps): AsyncDisposable & { pid(): number } {
  let isStopped = false;
  let delayMs = FIRST_DELAY_MS;
  let cancelRestart: Cancel = () => {};
  let child = start();

  function start() {
    const startedAt = performance.now();
    const words: string[] = [];
    // `--smol`: it waits most of the time, and so may collect its garbage often.
    const process = Bun.spawn([globalThis.process.execPath, "--smol", "--no-env-file", PROGRAM], {
      stdin: "pipe",
      stdout: "ignore",
      stderr: "pipe",
      env: {},
    });
    process.stdin.write(`${JSON.stringify(config)}\n`);
    void process.stdin.flush();
    void keepLastWords(process.stderr, words, line => logger.debug({ simulation: line }, "Simulation"));
    void process.exited.then(exitCode => {
      if (isStopped) return;
      logger.warn(
        { exitCode, lastWords: words },
        "The simulation of the demo ended; it will be started again",
      );
      if (performance.now() - startedAt > STABLE_MS) delayMs = FIRST_DELAY_MS;
      cancelRestart = timers.after(delayMs, () => {
        child = start();
      });
      delayMs = Math.min(LONGEST_DELAY_MS, delayMs * 2);
    });
    return process;
  }

  return {
    pid: () => child.pid,
    async [Symbol.asyncDispose]() {
      isStopped = true;
      cancelRestart();
      await child.stdin.end();
      const cancelKill = timers.after(GRACE_MS, () => child.kill("SIGKILL"));
      await child.exited;
      cancelKill();
    },
  };
}

async function keepLastWords(
  output: ReadableStream<Uint8Array>,
  words: string[],
  onLine: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of output) {
    for (const line of decoder.decode(chunk, { stream: true }).split("\n")) {
      if (!line.trim()) continue;
      onLine(line);
      words.push(line);
      if (words.length > LAST_WORDS) words.shift();
    }
  }
}
