/*
 * All benchmarks, as Markdown on standard output: bun run bench > docs/benchmarks.md. Every figure of that page is
 * printed here; the ratios hold on other machines, the absolute times do not.
 */
const BENCHMARKS = ["start", "delivery", "custody", "guards", "audit", "realtime", "maps"];
const [only] = process.argv.slice(2);

console.log(`# Benchmarks\n
Printed by \`bun run bench\` on ${navigator.hardwareConcurrency} cores with Bun ${Bun.version}. Contestants run in turn in one run: trust the ratios.
`);
for (const name of BENCHMARKS.filter(benchmark => !only || benchmark === only)) {
  const run = Bun.spawn([process.execPath, `${import.meta.dir}/${name}.bench.ts`], {
    stdout: "inherit",
    stderr: "inherit",
  });
  if ((await run.exited) !== 0) process.exit(1);
}
