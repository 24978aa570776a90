import { rmSync } from "node:fs";
import type { Db } from "mongodb";
import type { Credentials } from "../../src/shared/auth/auth.schema.ts";
import { type Room, vendorRoom } from "../../src/shared/events.ts";
import { VendorId } from "../../src/shared/ids.ts";
import { openRaw } from "../integration/realtime/raw-socket.ts";
import { testDatabase } from "../support/mongo.ts";
import { startNginx, type TestNginx } from "../support/nginx.ts";
import { freshFolder, startServer, type TestServer } from "../support/process.ts";
import { startRedis } from "../support/redis.ts";
import { createServerWorld, type ServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";

/** Two processes with one database and one Redis behind NGINX, and a business whose people speak to NGINX alone. */
export type Cluster = AsyncDisposable & {
  nginx: TestNginx;
  db: Db;
  world: ServerWorld;
  /** Where the events of the business go. */
  room: Room;
  /** What another client of the vendor needs; it cannot renew them. */
  credentials(): Credentials;
  /** Ends the process as an operator does, and starts it anew; resolves when NGINX sends it sockets again. */
  restart(which: 0 | 1): Promise<void>;
  kill(which: 0 | 1): Promise<void>;
  sockets(which: 0 | 1): Promise<number>;
};

/** Of a crowd at one account and one address, and of commands as quick as they are answered. */
const ROOM_FOR_CROWDS = {
  RATE_LIMITS: "off",
  CAPS: "sockets-per-account=5000,sockets-per-address=5000",
  TRUST_PROXY: "true",
};

/** A supervisor would have killed it by then. */
const SUPERVISED_MS = 10_000;

export async function startCluster(name: string, options: { drivers: number }): Promise<Cluster> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase(name));
  const redis = stack.use(await startRedis());
  const env = { ...ROOM_FOR_CROWDS, REDIS_URL: redis.url };
  const dataDir = freshFolder("cluster");
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const start = (port?: number) =>
    startServer({ mongodbUrl: database.url, env, dataDir, ...(port ? { port } : {}) });
  // One after the other: the first makes the secrets that both of them use.
  const servers: [TestServer, TestServer] = [await start(), await start()];
  stack.defer(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
  });
  const nginx = stack.use(await startNginx(servers.map(({ port }) => port)));
  const world = stack.use(await createServerWorld({ ...servers[0], url: nginx.url }, database.url, options));
  const room = vendorRoom(VendorId.parse(world.vendorId));
  const { db } = database;

  async function sockets(which: 0 | 1): Promise<number> {
    const text = await (await fetch(`${servers[which].url}/metrics`)).text();
    return Number(/^medex_sockets (\d+)$/m.exec(text)?.[1]);
  }

  const owned = stack.move();
  return {
    nginx,
    db,
    world,
    room,
    sockets,
    credentials() {
      const state = world.vendor.session.get();
      if (state.status !== "signedIn") throw new Error("The vendor is not signed in");
      return { ...state.credentials, refreshToken: undefined };
    },
    kill: which => servers[which].kill(),
    async restart(which) {
      const { port } = servers[which];
      const askedAt = performance.now();
      await servers[which].stop();
      const tookMs = performance.now() - askedAt;
      if (tookMs > SUPERVISED_MS) throw new Error(`It took ${tookMs} ms to end`);
      servers[which] = await start(port);
      await waitFor("NGINX to send it sockets", async () => {
        const raw = await openRaw(nginx.port);
        try {
          return (await sockets(which)) > 0;
        } finally {
          raw.end();
        }
      });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
