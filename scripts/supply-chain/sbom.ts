import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DOWNLOADED_VERSION } from "../../src/server/platform/mongo/mongod/binary.ts";
import { WHEEL_VERSION } from "../../src/server/platform/mongo/mongod/wheel.ts";
import { licenceOf } from "./licences.ts";
import { closureOf, type LockedPackage, parseLock } from "./lockfile.ts";

/** Parts of build tools that end in the client that they build. */
const BUNDLED = ["tailwindcss", "workbox-precaching", "workbox-routing", "workbox-strategies"];

const MAP_DATA = "helsinki.osm.pbf";
/** The state of the data, as assets/demo-city/DATA-LICENSE gives it. */
const MAP_DATA_VERSION = "2019-04-21";

type Component = { "bom-ref": string } & Record<string, unknown>;

/**
 * Lists what production runs as a CycloneDX 1.6 document: packages with their licences and hashes, the MongoDB that
 * a first start downloads, the map. The same sources give the same document, byte for byte.
 */
export function createSbom(root: string): object {
  const project = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const lock = parseLock(readFileSync(join(root, "bun.lock"), "utf8"));
  const runtime = Object.keys(lock.direct.runtime);
  const packages = closureOf(lock, [...runtime, ...BUNDLED]);
  const parts = [...otherParts(root, project.engines.bun)];
  const self = `pkg:generic/${project.name}@${project.version}`;
  const refs = new Map(packages.map(locked => [locked.path, refOf(locked)]));
  const refsOf = (paths: string[]) => paths.map(path => refs.get(path) ?? path).toSorted();
  const content = {
    metadata: {
      component: {
        type: "application",
        "bom-ref": self,
        name: project.name,
        version: project.version,
        purl: self,
      },
    },
    components: [...packages.map(locked => packageComponent(root, locked)), ...parts],
    dependencies: [
      { ref: self, dependsOn: [...refsOf([...runtime, ...BUNDLED]), ...parts.map(part => part["bom-ref"])] },
      ...packages.map(locked => ({ ref: refOf(locked), dependsOn: refsOf(locked.needs) })),
    ],
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    version: 1,
    ...content,
  };
}

/** Where two places hold the same version of a package, they are still two components. */
const refOf = (locked: LockedPackage) => `${locked.path}@${locked.version}`;

function packageComponent(root: string, locked: LockedPackage): Component {
  const { name, version, sha512, binaryOf } = locked;
  const [scope, base] = name.startsWith("@") ? name.split("/") : [undefined, name];
  return {
    type: "library",
    "bom-ref": refOf(locked),
    ...(scope && { group: scope }),
    name: base,
    version,
    // Of the binaries for each kind of machine, an installation takes one.
    scope: binaryOf === null ? "required" : "optional",
    hashes: [{ alg: "SHA-512", content: sha512 }],
    licenses: [{ license: { id: licenceOf(root, locked) } }],
    purl: `pkg:npm/${scope ? `${encodeURIComponent(scope)}/` : ""}${base}@${version}`,
  };
}

function otherParts(root: string, bunVersion: string): Component[] {
  return [
    {
      type: "platform",
      "bom-ref": `bun@${bunVersion}`,
      name: "bun",
      version: bunVersion,
      licenses: [{ license: { id: "MIT" } }],
      purl: `pkg:generic/bun@${bunVersion}`,
    },
    ...[DOWNLOADED_VERSION, WHEEL_VERSION].map(version => ({
      type: "application",
      "bom-ref": `mongodb@${version}`,
      name: "mongodb",
      version,
      description: "Downloaded by a first start without MONGODB_URL, where no mongod is on PATH",
      scope: "optional",
      licenses: [{ license: { id: "SSPL-1.0" } }],
      purl: `pkg:generic/mongodb@${version}`,
    })),
    {
      type: "data",
      "bom-ref": MAP_DATA,
      name: MAP_DATA,
      version: MAP_DATA_VERSION,
      hashes: [{ alg: "SHA-256", content: sha256(readFileSync(join(root, "assets/demo-city", MAP_DATA))) }],
      licenses: [{ license: { id: "ODbL-1.0" } }],
    },
  ];
}

const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** A UUID of version 8 (RFC 9562): made of the content, so that the same content keeps its number. */
function uuidOf(content: string): string {
  const hex = sha256(content);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join("-");
}
