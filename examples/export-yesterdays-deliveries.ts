/*
 * Writes yesterday's deliveries of a business to a CSV file, as a nightly job would:
 *   bun examples/export-yesterdays-deliveries.ts [folder]
 */
import { join } from "node:path";
import { createMedexClient, problemOf } from "medex-delivery/client";

const medex = createMedexClient({ url: process.env.MEDEX_URL ?? "http://127.0.0.1:3000" });

/** The day before now, in the time zone of this machine. */
function yesterday(): { from: string; to: string } {
  const now = new Date();
  const midnight = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();
  return { from: midnight(-1), to: midnight(0) };
}

try {
  await medex.login(
    process.env.MEDEX_EMAIL ?? "vendor@medex.test",
    process.env.MEDEX_PASSWORD ?? "medex-demo",
  );
  const period = yesterday();
  // Calls made in the same moment travel as one request.
  const [summary, file] = await Promise.all([
    medex.reports.summary.query(period),
    medex.reports.export.query(period),
  ]);
  const { created, delivered, cancelled, onTimeRate, distanceKm, revenueCents } = summary.current;
  console.log(`${created} placed, ${delivered} delivered, ${cancelled} cancelled`);
  if (onTimeRate !== null) console.log(`${Math.round(onTimeRate * 100)} % on time, ${distanceKm} km`);
  console.log(`${(revenueCents / 100).toFixed(2)} ${summary.currency} in delivery fees`);

  const path = join(process.argv[2] ?? ".", file.filename);
  await Bun.write(path, file.content);
  console.log(`Written to ${path}`);
  await medex.logout();
} catch (error) {
  // Every refusal has a code of the catalogue, a sentence, and what to do about it.
  const { code, text, wayOut } = problemOf(error);
  console.error(`${code}: ${text} ${wayOut}`);
  process.exitCode = 1;
}
