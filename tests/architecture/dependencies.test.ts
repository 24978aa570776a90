import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Statement } from "@swc/core";
import { Visitor } from "@swc/core/Visitor.js";
import { cruise, type IViolation } from "dependency-cruiser";
import { rules } from "./rules.ts";

const root = join(import.meta.dir, "../..");

// The parser reads `using`, but its visitor of trees does not know it. No import hides in such a declaration.
const visitStatement = Visitor.prototype.visitStatement;
Visitor.prototype.visitStatement = function (this: Visitor, statement: Statement) {
  return (statement.type as string) === "UsingDeclaration" ? statement : visitStatement.call(this, statement);
};

/** Cruises a folder as a project of its own. */
async function violationsIn(baseDir: string): Promise<{ modules: number; violations: IViolation[] }> {
  const { output } = await cruise(["src"], {
    baseDir,
    ruleSet: { forbidden: rules },
    validate: true,
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    parser: "swc",
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "default"] },
  });
  if (typeof output === "string") throw new Error(output);
  return { modules: output.summary.totalCruised, violations: output.summary.violations };
}

describe("who imports whom", () => {
  test("no file of the product breaks a rule", async () => {
    const { modules, violations } = await violationsIn(root);
    // A parser that reads nothing finds nothing: an empty cruise must not look like a clean one.
    expect(modules).toBeGreaterThan(200);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  }, 60_000);
});

/** One planted file for each rule: what breaks it, and nothing else. */
const PLANTED: Record<string, [path: string, text: string][]> = {
  "1-shared-is-pure": [["src/shared/bad.ts", `import "hono";`]],
  "2-clients-have-one-door": [
    ["src/client/bad.ts", `import type { X } from "../server/x.ts"; export type Y = X;`],
  ],
  "2-the-sdk-is-below-the-client": [["src/sdk/bad.ts", `import "../client/x.ts";`]],
  "2-that-door-is-a-type": [["src/sdk/bad.ts", `import "../server/trpc/router.ts";`]],
  "3-features-meet-at-index": [
    ["src/server/features/a/bad.ts", `import "../b/b.view.ts";`],
    ["src/server/features/b/b.view.ts", ""],
  ],
  "4-routers-are-thin": [
    ["src/server/features/a/a.router.ts", `import type { X } from "./a.repo.ts"; export type Y = X;`],
  ],
  "5-services-know-no-technology": [["src/server/features/a/a.service.ts", `import "hono";`]],
  "5-services-see-ports-only": [["src/server/features/a/a.service.ts", `import "../../platform/x.ts";`]],
  "6-platform-is-below": [["src/server/platform/bad.ts", `import "../features/a/index.ts";`]],
  "7-mongodb-behind-repositories": [["src/server/http/bad.ts", `import "mongodb";`]],
  "7-redis-behind-its-adapter": [["src/server/http/bad.ts", `import "ioredis";`]],
  "7-leaflet-in-the-map": [["src/client/app/bad.ts", `import "leaflet";`]],
  "7-radix-in-the-parts": [["src/client/app/bad.ts", `import "radix-ui";`]],
  "8-no-cycles": [
    ["src/server/http/bad.ts", `import "./worse.ts";`],
    ["src/server/http/worse.ts", `import "./bad.ts";`],
  ],
};

/** What the planted files import. */
const SCENERY: [path: string, text: string][] = [
  ["src/server/x.ts", "export type X = 1;"],
  ["src/client/x.ts", ""],
  ["src/server/trpc/router.ts", ""],
  ["src/server/platform/x.ts", ""],
  ["src/server/features/a/index.ts", ""],
  ["src/server/features/a/a.repo.ts", "export type X = 1;"],
  ...["hono", "mongodb", "ioredis", "leaflet", "radix-ui"].flatMap((name): [string, string][] => [
    [`node_modules/${name}/index.js`, ""],
    [`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" })],
  ]),
];

describe("each rule bites", () => {
  let project = "";
  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "medex-architecture-"));
    await write([["package.json", `{"type":"module"}`], ...SCENERY]);
  });
  afterAll(() => rm(project, { recursive: true, force: true }));

  async function write(files: [path: string, text: string][]): Promise<void> {
    for (const [path, text] of files) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), text);
    }
  }

  test("every rule has a violation planted for it", () => {
    expect(Object.keys(PLANTED).toSorted()).toEqual(rules.map(({ name = "" }) => name).toSorted());
  });

  for (const [name, files] of Object.entries(PLANTED)) {
    test(`a violation of ${name} is found`, async () => {
      await write(files);
      const { violations } = await violationsIn(project);
      for (const [path] of files) await rm(join(project, path));
      expect(violations.map(({ rule }) => rule.name)).toContain(name);
    }, 30_000);
  }
});
