import { underWay } from "../../src/server/leave.ts";
import { waitFor } from "./wait-for.ts";

/** What ends does so at once; this is for a busy machine. */
const PATIENCE_MS = 5_000;

/** Fails when something still runs for subscribers. For when all of them ought to be gone. */
export async function expectNoZombies(
  running: Parameters<typeof underWay>[0],
  patienceMs = PATIENCE_MS,
): Promise<void> {
  try {
    const isNobody = () => Object.values(underWay(running)).every(count => count === 0);
    await waitFor("nobody", isNobody, patienceMs);
  } catch {
    throw new Error(`Subscriptions have outlived their clients: ${JSON.stringify(underWay(running))}`);
  }
}
