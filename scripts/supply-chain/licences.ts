import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LockedPackage } from "./lockfile.ts";

/**
 * Licences under which a package may be part of what we ship, by SPDX identifier: they ask for a notice at most.
 * Another one is a question for whoever signs contracts, not for a build.
 */
export const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
  "OFL-1.1",
]);

/**
 * The licence that an installed package states. A binary for another kind of machine is not installed here: it is
 * under the licence of the package that it belongs to. Throws for a package that states none.
 */
export function licenceOf(root: string, { path, name, binaryOf }: LockedPackage): string {
  const folders = (binaryOf ?? path).match(/(?:@[^/]+\/)?[^/]+/g) ?? [];
  const file = join(root, "node_modules", folders.join("/node_modules/"), "package.json");
  const { license } = JSON.parse(readFileSync(file, "utf8")) as { license?: unknown };
  if (typeof license !== "string") throw new Error(`${name} states no licence`);
  return license;
}
