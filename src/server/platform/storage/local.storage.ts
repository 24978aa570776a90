import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { DomainError } from "../../../shared/errors.ts";
import type { Storage } from "./storage.port.ts";

/** Files below one folder of this machine. */
export function createLocalStorage(folder: string): Storage {
  const root = resolve(folder);

  function pathOf(key: string): string {
    const path = resolve(join(root, key));
    if (!path.startsWith(root + sep)) throw new Error(`The key ${JSON.stringify(key)} leaves the folder`);
    return path;
  }

  return {
    async put(key, bytes) {
      const path = pathOf(key);
      const partial = `${path}.partial`;
      try {
        await mkdir(dirname(path), { recursive: true });
        // The name appears only once every byte is on the disk: a crash leaves a partial file, never a torn one.
        await using file = await open(partial, "wx");
        await file.writeFile(bytes);
        await file.sync();
        await rename(partial, path);
      } catch (cause) {
        // What cannot be tidied up must not hide why the file could not be kept.
        await rm(partial, { force: true }).catch(() => {});
        throw Object.assign(new DomainError("STORAGE_UNAVAILABLE"), { cause });
      }
    },

    async get(key) {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },

    async *list() {
      // The first file makes the folder.
      if (!existsSync(root)) return;
      for await (const path of new Bun.Glob("**/*").scan({ cwd: root, onlyFiles: true })) {
        // Somebody else may have removed it meanwhile.
        const facts = await stat(join(root, path)).catch(() => null);
        if (facts) yield { key: path.replaceAll(sep, "/"), modifiedAt: facts.mtime };
      }
    },

    remove: key => rm(pathOf(key), { force: true }),
  };
}
