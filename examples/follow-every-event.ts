/*
 * Another system is kept in step: every event of the business goes to a file, once and in order, through lost
 * networks and restarts of either side. Run it while `bun start` runs, stop it, run it again:
 *   bun examples/follow-every-event.ts [file]
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createMedexClient, problemOf } from "medex-delivery/client";

const file = process.argv[2] ?? "events.jsonl";
const medex = createMedexClient({ url: process.env.MEDEX_URL ?? "http://127.0.0.1:3000" });
await medex.login(process.env.MEDEX_EMAIL ?? "vendor@medex.test", process.env.MEDEX_PASSWORD ?? "medex-demo");

/** The cursor is kept with what was made of the event, in one write: neither can be there without the other. */
function lastCursor(): string | undefined {
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  const last = lines.at(-1);
  return last ? JSON.parse(last).cursor : undefined;
}

const patience = AbortSignal.timeout(Number(process.env.MEDEX_FOLLOW_SECONDS ?? 1_800) * 1_000);
const after = lastCursor();
console.log(after ? `going on after ${after}` : "beginning with the oldest event");
let count = 0;
try {
  for await (const { cursor, event } of medex.events({ after, signal: patience })) {
    appendFileSync(file, `${JSON.stringify({ cursor, event })}\n`);
    count += 1;
    console.log(
      `${event.at}  ${event.type} ${"orderId" in event ? `${event.orderId} #${event.seq}` : event.driverId}`,
    );
  }
} catch (error) {
  const { code, text, wayOut } = problemOf(error);
  console.error(`${code}: ${text} ${wayOut}`);
  process.exitCode = 1;
}
console.log(`${count} events written to ${file}`);
await medex.logout();
