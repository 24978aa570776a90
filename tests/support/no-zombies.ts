import type { EventLog } from "../../src/server/features/events/index.ts";
import type { Subscriptions } from "../../src/server/trpc/subscriptions.ts";
import { waitFor } from "./wait-for.ts";

type Running = { subscriptions: Subscriptions; log: EventLog };

/** What ends does so at once; this is for a busy machine. */
const PATIENCE_MS = 5_000;

/** Fails when something still runs for subscribers. For when all of them ought to be gone. */
export async function expectNoZombies(
  { subscriptions, log }: Running,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const left = () => ({ running: subscriptions.running(), listening: log.health().listeners });
  try {
    await waitFor("nobody", () => left().running + left().listening === 0, patienceMs);
  } catch {
    throw new Error(`Subscriptions have outlived their clients: ${JSON.stringify(left())}`);
  }
}
