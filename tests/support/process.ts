import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectLog } from "./collected-logs.ts";
import { MAPS_HOME } from "./demo-city.ts";
import { waitFor } from "./wait-for.ts";

const root = join(import.meta.dir, "../..");

export interface RunningProgram extends AsyncDisposable {
  pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Waits until this is in what it has printed: the line may be on its way when what it tells of can be seen already. */
  untilPrinted(text: string): Promise<void>;
  exitCode(): number | null;
  /** Resolves with the exit code, -1 when a signal ended it. */
  exited: Promise<number>;
  /** Asks it to end by SIGTERM and waits; answers the exit code. */
  stop(): Promise<number>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
}

export interface TestServer extends RunningProgram {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  port: number;
  dataDir: string;
}

interface ServerOptions {
  /** Added to the environment; undefined removes a variable. */
  env?: Record<string, string | undefined>;
  /** A database to use in place of an embedded one. */
  mongodbUrl?: string;
  /** Kept on disposal when given; otherwise a fresh one is made and removed. */
  dataDir?: string;
  port?: number;
  /** What to run: the server alone, unless a test is about `scripts/start.ts`. */
  program?: string;
  /** Folder to run it in, the project itself unless a test is about a copy of it. */
  cwd?: string;
  readyTimeoutMs?: number;
}

/** What a server says when a subscription still runs that belongs to nobody any more (src/server/leave.ts). */
const ZOMBIES = "Subscriptions have outlived their clients";

/** Starts a real server process on a free port and waits until /readyz answers 200. Fails with its output. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? freshDataFolder("data");
  const port = options.port ?? (await freePort());
  const program = runProgram(
    [options.program ?? "src/server/main.ts"],
    {
      PORT: String(port),
      HOST: "127.0.0.1",
      MEDEX_DATA_DIR: dataDir,
      MEDEX_DEMO: "off",
      MONGODB_URL: options.mongodbUrl,
      ...options.env,
    },
    options.cwd,
  );
  const server: TestServer = {
    ...program,
    async stop() {
      const code = await program.stop();
      if (program.output().includes(ZOMBIES)) throw new Error(program.output());
      return code;
    },
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    async [Symbol.asyncDispose]() {
      await server.stop();
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await untilReady(server, options.readyTimeoutMs ?? 30_000);
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return server;
}

/** Runs `bun <args>` in the project or another folder; disposing ends it. */
export function runProgram(
  args: string[],
  env: Record<string, string | undefined> = {},
  cwd: string = root,
): RunningProgram {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NODE_ENV: "development", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return tracked(child);
}

/** A new empty folder outside the project. */
export function freshFolder(purpose: string): string {
  return mkdtempSync(join(tmpdir(), `medex-test-${purpose}-`));
}

/** A new data folder for a server, which takes its maps from where all tests keep them: each is built once. */
export function freshDataFolder(purpose: string): string {
  const [folder, maps] = [freshFolder(purpose), join(MAPS_HOME, "maps")];
  mkdirSync(maps, { recursive: true });
  symlinkSync(maps, join(folder, "maps"));
  return folder;
}

/** A loopback port that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

function tracked(child: ChildProcess): RunningProgram {
  let printed = "";
  const collect = (chunk: Buffer) => {
    printed += chunk.toString();
    collectLog(chunk.toString());
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  const exited = new Promise<number>(resolve => child.once("close", code => resolve(code ?? -1)));
  const end = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return exited;
  };
  async function untilPrinted(text: string): Promise<void> {
    try {
      await waitFor(`'${text}' to be printed`, () => printed.includes(text));
    } catch (error) {
      throw new Error(`It has printed:\n${printed}`, { cause: error });
    }
  }
  return {
    pid: child.pid ?? 0,
    output: () => printed,
    untilPrinted,
    exitCode: () => child.exitCode,
    exited,
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
    [Symbol.asyncDispose]: async () => void (await end("SIGTERM")),
  };
}

async function untilReady(server: TestServer, timeoutMs: number): Promise<void> {
  const ready = waitFor(
    "the server to be ready",
    async () => (await fetch(`${server.url}/readyz`)).ok,
    timeoutMs,
  );
  const ended = server.exited.then(code => {
    throw new Error(`The server ended with code ${code} before it was ready:\n${server.output()}`);
  });
  try {
    await Promise.race([ready, ended]);
  } catch (error) {
    throw new Error(`The server did not become ready. It printed:\n${server.output()}`, { cause: error });
  } finally {
    // The loser of the race must not end the test later.
    ready.catch(() => {});
    ended.catch(() => {});
  }
}
