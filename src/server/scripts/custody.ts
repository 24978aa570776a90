/*
 * Checks an exported chain of custody, with no server and no database:
 *   bun run custody verify FILE [--keys FILE-OR-ADDRESS]
 * Ends with 0 when it is intact, 1 when it is broken, 2 when that could not be told.
 */
import { parseArgs } from "node:util";
import { type CustodyKey, CustodyKeySet } from "../../shared/custody/custody.schema.ts";
import type { CustodyReport } from "../../shared/custody/custody-report.ts";
import { verifyCustody } from "../../shared/custody/verify-custody.ts";

const USAGE = `bun run custody verify FILE [--keys FILE-OR-ADDRESS]
  FILE    what orders.custody answered, as JSON
  --keys  the public keys, from https://…/.well-known/custody-keys.json or a copy of it`;

const EXIT = { intact: 0, broken: 1, unproven: 2 } as const satisfies Record<
  CustodyReport["outcome"],
  number
>;
const HEADING = { intact: "INTACT", broken: "BROKEN", unproven: "NOT PROVEN" } as const;

async function verify(file: string, keysAt: string | undefined): Promise<CustodyReport> {
  const keys = keysAt === undefined ? null : await readKeys(keysAt);
  return verifyCustody(await Bun.file(file).json(), keys);
}

async function readKeys(at: string): Promise<CustodyKey[]> {
  const isAddress = /^https?:/.test(at);
  return CustodyKeySet.parse(isAddress ? await (await fetch(at)).json() : await Bun.file(at).json()).keys;
}

const isUsage = (error: unknown): boolean =>
  error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");

try {
  const { values, positionals } = parseArgs({
    options: { keys: { type: "string" } },
    allowPositionals: true,
  });
  const [command, file, ...rest] = positionals;
  if (command !== "verify" || !file || rest.length) throw new Error(USAGE);
  const { outcome, words, remarks } = await verify(file, values.keys);
  console.log([`${HEADING[outcome]}. ${words}`, ...remarks.map(remark => `  ${remark}`)].join("\n"));
  process.exitCode = EXIT[outcome];
} catch (error) {
  console.error(isUsage(error) ? USAGE : error instanceof Error ? error.message : String(error));
  process.exitCode = EXIT.unproven;
}
