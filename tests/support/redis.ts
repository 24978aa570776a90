import { spawn } from "node:child_process";
import { connect } from "node:net";
import { freePort } from "./process.ts";
import { waitFor } from "./wait-for.ts";

export type TestRedis = AsyncDisposable & {
  url: string;
  /** Stops it without closing its connections, as a machine that hangs does. */
  freeze(): void;
  thaw(): void;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again at the same address, empty. */
  restart(): Promise<void>;
};

/** A real Redis on loopback that keeps nothing on disk. */
export async function startRedis({ password = "" } = {}): Promise<TestRedis> {
  const port = await freePort();
  let running = await launch(port, password);

  async function kill(): Promise<void> {
    running.process.kill("SIGKILL");
    await running.exited;
  }

  return {
    url: `redis://${password ? `:${password}@` : ""}127.0.0.1:${port}`,
    freeze: () => void running.process.kill("SIGSTOP"),
    thaw: () => void running.process.kill("SIGCONT"),
    kill,
    async restart() {
      await kill();
      running = await launch(port, password);
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function launch(port: number, password: string) {
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const secret = password ? ["--requirepass", password] : [];
  const binary = process.env.REDIS_SERVER_BIN ?? "redis-server";
  const child = spawn(binary, [...options, ...secret], { stdio: "ignore" });
  const exited = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve());
  });
  await Promise.race([
    waitFor("redis-server to listen", () => isListening(port)),
    exited.then(() => Promise.reject(new Error("ended"))),
  ]);
  return { process: child, exited };
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("connect", () => socket.destroy());
    socket.once("error", () => resolve(false));
  });
}
