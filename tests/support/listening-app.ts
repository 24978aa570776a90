import { join } from "node:path";
import { createApp } from "../../src/server/app.ts";
import { parseConfig } from "../../src/server/config.ts";
import { createDeps, type Deps } from "../../src/server/deps.ts";
import { listen } from "../../src/server/listen.ts";
import { testDatabase } from "./mongo.ts";
import { expectNoZombies } from "./no-zombies.ts";
import { freePort, freshDataFolder } from "./process.ts";

const ROOT = join(import.meta.dir, "../..");

/**
 * The whole server in this process, on a free port, as the given environment configures it; `over` replaces parts of
 * what it is made of.
 */
export async function startListeningApp(
  name: string,
  env: Record<string, string> = {},
  over: Partial<Deps> = {},
) {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase(name));
  const port = await freePort();
  const config = parseConfig(ROOT, {
    PORT: String(port),
    MEDEX_DATA_DIR: freshDataFolder(name),
    MONGODB_URL: database.url,
    LOG_LEVEL: "silent",
    ...env,
  });
  const deps = { ...stack.use(await createDeps(config, env)), ...over };
  await deps.log.ready();
  // The server is disposed of first: then nobody is there.
  stack.defer(() => expectNoZombies(deps));
  const app = createApp(deps);
  stack.use(listen(deps, app));
  const owned = stack.move();
  return {
    app,
    deps,
    db: database.db,
    port,
    url: `http://127.0.0.1:${port}`,
    dataDir: config.dataDir,
    mongodbUrl: database.url,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export type ListeningApp = Awaited<ReturnType<typeof startListeningApp>>;

/** What production cannot start without. */
export const PRODUCTION = {
  NODE_ENV: "production",
  PUBLIC_URL: "https://medex.example",
  TRUST_PROXY: "true",
  TOKEN_SECRETS: `k1:${"0123456789abcdef".repeat(4)}`,
  CUSTODY_KEYS: `k1:${Buffer.alloc(32, "k").toString("base64")}`,
};
