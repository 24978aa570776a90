import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ALLOWED_LICENCES, licenceOf } from "../../../scripts/supply-chain/licences.ts";
import { closureOf, parseLock } from "../../../scripts/supply-chain/lockfile.ts";
import { tally } from "../../support/tally.ts";
import { ADVISORIES } from "./advisories.ts";

const root = join(import.meta.dir, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const project = JSON.parse(read("package.json"));
const lock = parseLock(read("bun.lock"));
const locked = [...lock.packages.values()];

describe("no locked package has a weakness that is known:", () => {
  test.each(ADVISORIES.map(({ id, package: name, safe, what }) => [id, name, what, safe] as const))(
    "%s, %s: %s",
    (_, name, __, safe) => {
      const versions = locked.filter(each => each.name === name).map(({ version }) => version);
      expect(versions).not.toBeEmpty();
      for (const version of versions) {
        expect([version, Bun.semver.satisfies(version, safe)]).toEqual([version, true]);
        tally("versions held against advisories");
      }
    },
  );

  test("and the check finds an old one", () => {
    const old = read("bun.lock").replace(/"hono@[\d.]+"/, '"hono@4.11.3"');
    const hono = parseLock(old).packages.get("hono");
    const failing = ADVISORIES.filter(
      ({ package: name, safe }) => name === "hono" && !Bun.semver.satisfies(hono?.version ?? "", safe),
    );
    expect(failing.map(({ id }) => id)).toContain("CVE-2026-22817");
  });
});

describe("what is installed is what was reviewed", () => {
  test("package.json asks for exact versions, and bun.lock holds those", () => {
    for (const [kind, asked] of [
      [project.dependencies, lock.direct.runtime],
      [project.devDependencies, lock.direct.development],
    ]) {
      expect(kind).toEqual(asked);
      for (const [name, version] of Object.entries(kind))
        expect([name, lock.packages.get(name)?.version as unknown]).toEqual([name, version]);
    }
  });

  test("every locked package comes from the registry, with a SHA-512 of its contents", () => {
    for (const { path, version, sha512 } of locked) {
      expect(`${path} ${version}`).toMatch(/^\S+ \d+\.\d+\.\d+(-[\w.-]+)?$/);
      expect(sha512).toMatch(/^[0-9a-f]{128}$/);
      tally("locked packages");
    }
    expect(() => parseLock(read("bun.lock").replace(/"sha512-[^"]+"/, '"sha1-abc"'))).toThrow();
  });

  test("an image is built from the lockfile, and fails when it would have to change", () => {
    expect(read("Dockerfile").match(/bun install.*/g)).toEqual(["bun install --frozen-lockfile"]);
  });

  test("no package may run a script of its own when it is installed", () => {
    // Without the list, Bun trusts some hundreds of well-known packages.
    expect(project.trustedDependencies).toEqual([]);
  });
});

describe("every package that production runs", () => {
  const shipped = closureOf(lock, Object.keys(lock.direct.runtime));

  test("is under a licence that we may ship", () => {
    const others = shipped.filter(each => !ALLOWED_LICENCES.has(licenceOf(root, each)));
    expect(others.map(({ name }) => name)).toEqual([]);
    expect(shipped.length).toBeGreaterThan(150);
  });

  test("is none of the tools for building and testing", () => {
    const names = shipped.map(({ name }) => name);
    const tools = ["vite", "typescript", "@biomejs/biome", "playwright-core", "smtp-server"];
    expect(names.filter(name => tools.includes(name))).toEqual([]);
  });
});
