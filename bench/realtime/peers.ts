import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../tests/support/process.ts";
import { waitFor } from "../../tests/support/wait-for.ts";
import { onServerCore } from "./machine.ts";

/*
 * The others. What they need from npm and PyPI goes into a folder outside the project, for they are no part of it.
 */

const CACHE = join(homedir(), ".cache/medex-delivery/bench");
const SOCKET_IO = "socket.io@4.8.4";
const PYTHON_PACKAGES = [
  "fastapi==0.115.14",
  "motor==3.7.1",
  "uvicorn==0.54.0",
  "websockets==17.4",
  "uvloop==0.23.0",
  "httptools==0.9.0",
];
const PEERS = join(import.meta.dir, "peers");
const READY_WITHIN_MS = 20_000;

export type Peer = AsyncDisposable & { url: string; port: number; pid: number };

/** Bun alone, in one of its two ways. */
export const startLimits = (way: "publish" | "loop", env: Record<string, string> = {}): Promise<Peer> =>
  start([process.execPath, join(PEERS, "limits.program.ts")], { WAY: way, ...env });

export async function startSocketIo(): Promise<Peer> {
  const folder = join(CACHE, "npm");
  if (!existsSync(join(folder, "node_modules/socket.io"))) {
    mkdirSync(folder, { recursive: true });
    await Bun.write(join(folder, "package.json"), '{ "private": true }');
    await run([process.execPath, "add", "--exact", SOCKET_IO], folder);
  }
  return start(["node", join(PEERS, "socket-io.cjs")], { NODE_PATH: join(folder, "node_modules") });
}

/** FastAPI on uvicorn, with uvloop and httptools as it recommends, on the same MongoDB. */
export async function startRooms(mongodbUrl: string): Promise<Peer> {
  const folder = join(CACHE, "python");
  const python = join(folder, "bin/python");
  if (!existsSync(join(folder, "bin/uvicorn"))) {
    mkdirSync(CACHE, { recursive: true });
    await run(["python3", "-m", "venv", folder], CACHE);
    await run([python, "-m", "pip", "install", "--quiet", ...PYTHON_PACKAGES], CACHE);
  }
  const port = await freePort();
  const command = [python, "-m", "uvicorn", "rooms:app", "--app-dir", PEERS, "--port", String(port)];
  return start([...command, "--log-level", "warning", "--no-access-log"], { MONGODB_URL: mongodbUrl }, port);
}

async function start(command: string[], env: Record<string, string>, known?: number): Promise<Peer> {
  const port = known ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = Bun.spawn(onServerCore(command), {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...env, PORT: String(port) },
    stdout: "ignore",
    stderr: "inherit",
  });
  const peer: Peer = {
    url,
    port,
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
  try {
    await waitFor(command.join(" "), async () => (await fetch(`${url}/readyz`)).ok, READY_WITHIN_MS);
  } catch (error) {
    await peer[Symbol.asyncDispose]();
    throw error;
  }
  return peer;
}

async function run(command: string[], cwd: string): Promise<void> {
  const child = Bun.spawn(command, { cwd, stdout: "ignore", stderr: "pipe" });
  if ((await child.exited) !== 0)
    throw new Error(`${command.join(" ")}: ${await new Response(child.stderr).text()}`);
}
