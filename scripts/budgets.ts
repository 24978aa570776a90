/*
 * `bun run budgets`: what the first screens of the built client weigh, against what they may weigh. Counted is the
 * JavaScript, compressed as it travels, that must be there before the screen is: the page's entry, the screen's own
 * files and all that these import. What is loaded later (dialogs, messages) does not count; the map has its own line.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).optional() }),
);
type Manifest = z.infer<typeof Manifest>;

type Budget = {
  screen: string;
  maxKib: number;
  entries: readonly string[];
  /** What these need is there already. */
  onTopOf?: readonly string[];
};

const BUDGETS: readonly Budget[] = [
  { screen: "tracking page", maxKib: 95, entries: ["track.html"] },
  {
    screen: "courier's work",
    maxKib: 180,
    entries: ["index.html", "features/driver/driver-frame.tsx", "features/driver/work/work-screen.tsx"],
  },
  {
    screen: "vendor's board",
    maxKib: 230,
    entries: [
      "index.html",
      "app/shell.tsx",
      "features/auth/approval-gate.tsx",
      "features/board/board-screen.tsx",
    ],
  },
  { screen: "a map on top", maxKib: 95, entries: ["map/city-map.tsx"], onTopOf: ["track.html"] },
];

const client = join(import.meta.dir, "../dist/client");

function readManifest(): Manifest {
  const path = join(client, ".vite/manifest.json");
  if (!existsSync(path)) throw new Error("there is no built client: run 'bun run build:client' first");
  return Manifest.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** The files that a browser must have before these entries run. An entry that is not there is a mistake, not 0 KiB. */
function filesNeededBy(entries: readonly string[], manifest: Manifest): Set<string> {
  const seen = new Set<string>();
  const take = (key: string) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the build has no ${key}: name the screen's file as it is called now`);
    if (seen.has(chunk.file)) return;
    seen.add(chunk.file);
    for (const needed of chunk.imports ?? []) take(needed);
  };
  for (const entry of entries) take(entry);
  return seen;
}

const compressedKib = (file: string) => Bun.gzipSync(readFileSync(join(client, file))).byteLength / 1024;

const manifest = readManifest();
let isOver = false;
for (const { screen, maxKib, entries, onTopOf = [] } of BUDGETS) {
  const files = filesNeededBy(entries, manifest).difference(filesNeededBy(onTopOf, manifest));
  const kib = [...files].reduce((sum, file) => sum + compressedKib(file), 0);
  const verdict = kib > maxKib ? "TOO HEAVY" : "ok";
  if (kib > maxKib) isOver = true;
  console.log(`${screen}: ${kib.toFixed(1)} of ${maxKib} KiB, ${verdict}`);
}
process.exit(isOver ? 1 : 0);
