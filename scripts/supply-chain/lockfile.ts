import { z } from "zod";

const Names = z.record(z.string(), z.string()).default({});

/** What `bun.lock` says of a package from the registry: name and version, where from, what it needs, its hash. */
const Entry = z.tuple([
  z.string(),
  z.string(),
  z.looseObject({
    dependencies: Names,
    optionalDependencies: Names,
    os: z.unknown().optional(),
    cpu: z.unknown().optional(),
  }),
  z.string().regex(/^sha512-[A-Za-z0-9+/]{86}==$/),
]);

const Lockfile = z.object({
  lockfileVersion: z.literal(2),
  workspaces: z.object({ "": z.looseObject({ dependencies: Names, devDependencies: Names }) }),
  packages: z.record(z.string(), Entry),
});

export type LockedPackage = {
  /** Where it lies below `node_modules`: `name`, or `parent/name` for a version of the parent's own. */
  path: string;
  name: string;
  version: string;
  /** SHA-512 in hexadecimal digits. */
  sha512: string;
  /** Paths of the packages that it needs, sorted. */
  needs: string[];
  /** The package whose binary for one kind of machine this is; null for a package that runs on all. */
  binaryOf: string | null;
};

export type Lock = {
  /** What package.json asks for by itself. */
  direct: { runtime: Record<string, string>; development: Record<string, string> };
  packages: ReadonlyMap<string, LockedPackage>;
};

/** Reads the text of a `bun.lock`. Throws for a package that is not from the registry or has no hash. */
export function parseLock(text: string): Lock {
  const { workspaces, packages: entries } = Lockfile.parse(Bun.JSONC.parse(text));
  const packages = new Map<string, LockedPackage>();
  for (const [path, [id, , { dependencies, optionalDependencies, os, cpu }, integrity]] of Object.entries(
    entries,
  )) {
    const at = id.lastIndexOf("@");
    packages.set(path, {
      path,
      name: id.slice(0, at),
      version: id.slice(at + 1),
      sha512: Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex"),
      needs: [
        ...Object.keys(dependencies).map(name => resolve(entries, path, name)),
        // Of what is optional, the lockfile holds what exists.
        ...Object.keys(optionalDependencies).filter(name => name in entries),
      ].toSorted(),
      binaryOf: os === undefined && cpu === undefined ? null : ownerOf(entries, path),
    });
  }
  const { dependencies: runtime, devDependencies: development } = workspaces[""];
  return { direct: { runtime, development }, packages };
}

/** The packages from which production runs, sorted by path: the runtime dependencies and all that those need. */
export function closureOf(lock: Lock, names: string[]): LockedPackage[] {
  const found = new Map<string, LockedPackage>();
  const open = [...names];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const locked = lock.packages.get(path);
    if (!locked) throw new Error(`bun.lock does not hold ${path}`);
    if (found.has(path)) continue;
    found.set(path, locked);
    open.push(...locked.needs);
  }
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** A version of the package's own wins over its parents', and that over the common one. */
function resolve(entries: Record<string, unknown>, from: string, name: string): string {
  const parents = from.match(/(?:@[^/]+\/)?[^/]+/g) ?? [];
  for (let depth = parents.length; depth >= 0; depth--) {
    const path = [...parents.slice(0, depth), name].join("/");
    if (path in entries) return path;
  }
  throw new Error(`bun.lock does not hold ${name}, which ${from} needs`);
}

function ownerOf(entries: Record<string, z.infer<typeof Entry>>, binary: string): string | null {
  const owner = Object.entries(entries).find(([, entry]) => binary in entry[2].optionalDependencies);
  return owner ? owner[0] : null;
}
