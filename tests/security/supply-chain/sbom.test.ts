import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { Version } from "@cyclonedx/cyclonedx-library/Spec";
import { JsonStrictValidator } from "@cyclonedx/cyclonedx-library/Validation";
import { createSbom } from "../../../scripts/supply-chain/sbom.ts";
import { runProgram } from "../../support/process.ts";

type Component = { "bom-ref": string; name: string; purl?: string; scope?: string; hashes?: unknown[] };
type Sbom = { components: Component[]; dependencies: { ref: string; dependsOn: string[] }[] };

const root = join(import.meta.dir, "../../..");
const sbom = createSbom(root) as Sbom;
const named = (name: string) => sbom.components.filter(component => component.name === name);

describe("bun run sbom", () => {
  test("writes what the schema of CycloneDX 1.6 asks for, the same each time", async () => {
    await using program = runProgram(["scripts/sbom.ts"]);
    expect(await program.exited).toBe(0);
    expect(JSON.parse(program.output())).toEqual(JSON.parse(JSON.stringify(sbom)));
    expect(await new JsonStrictValidator(Version.v1dot6).validate(program.output())).toBeNull();
    const broken = program.output().replace('"id": "MIT"', '"id": "MITT"');
    expect(await new JsonStrictValidator(Version.v1dot6).validate(broken)).not.toBeNull();
  });

  test("lists the packages that production runs, by their address in the registry", () => {
    for (const name of ["hono", "jose", "mongodb", "nodemailer", "react"]) {
      expect(named(name)[0]?.purl).toStartWith(`pkg:npm/${name}@`);
      expect(named(name)[0]?.hashes).toHaveLength(1);
    }
    expect(sbom.components.find(({ purl }) => purl?.startsWith("pkg:npm/%40trpc/server@"))).toBeDefined();
    expect(named("vite")).toEqual([]);
  });

  test("lists what is no package: Bun, the MongoDB of a first start, the map", () => {
    for (const name of ["bun", "mongodb", "helsinki.osm.pbf"]) expect(named(name)).not.toEqual([]);
    expect(named("mongodb").filter(({ purl }) => purl?.startsWith("pkg:generic/"))).toHaveLength(2);
  });

  test("lists the parts of build tools that a browser gets", async () => {
    const worker = await Bun.file(join(root, "dist/client/driver-sw.js")).text();
    const parts = new Set([...worker.matchAll(/workbox:([a-z-]+):/g)].map(([, part]) => `workbox-${part}`));
    expect(parts.size).toBeGreaterThan(2);
    for (const part of parts) expect(named(part)).not.toEqual([]);
  });

  test("says of each what it needs, and nothing that it does not list", () => {
    const refs = new Set(sbom.components.map(component => component["bom-ref"]));
    expect(refs.size).toBe(sbom.components.length);
    const needed = new Set(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn));
    expect([...needed].filter(ref => !refs.has(ref))).toEqual([]);
    expect([...refs].filter(ref => !needed.has(ref))).toEqual([]);
  });
});
