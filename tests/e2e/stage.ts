import type { Db } from "mongodb";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { testDatabase } from "../support/mongo.ts";
import { startServer, type TestServer } from "../support/process.ts";
import { createServerWorld, type ServerWorld } from "../support/server-world.ts";

/** The product as its README starts it, a business in it, and a browser before it. */
export type Stage = AsyncDisposable & { db: Db; server: TestServer; world: ServerWorld; browser: Browser };

type Options = { drivers: number; proofs?: boolean; env?: Record<string, string> };

/** `name` is of the database; `env` is what an operator has set. */
export async function openStage(name: string, { env = {}, ...business }: Options): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const { db, url: mongodbUrl } = stack.use(await testDatabase(name));
  // The start script builds the client when the sources have changed.
  const started = { mongodbUrl, env, program: "scripts/start.ts", readyTimeoutMs: 120_000 };
  const server = stack.use(await startServer(started));
  const world = stack.use(await createServerWorld(server, mongodbUrl, business));
  const browser = await launchBrowser();
  stack.defer(() => browser.close());
  const owned = stack.move();
  return { db, server, world, browser, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
