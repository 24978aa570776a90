import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { generatedFiles } from "../../../src/server/scripts/generate-docs.ts";

const root = join(import.meta.dir, "../../..");

describe("generated pages are up to date (bun run docs)", async () => {
  for (const [path, text] of Object.entries(await generatedFiles())) {
    test(path, async () => {
      expect(await Bun.file(join(root, path)).text()).toBe(text);
    });
  }
});

describe("links between pages", () => {
  for (const page of ["README.md", "SECURITY.md", "examples/README.md"]) {
    test(`${page} points at files that exist`, async () => {
      const text = await Bun.file(join(root, page)).text();
      const folder = join(root, page, "..");
      const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = ""]) => target);
      for (const target of targets) {
        const file = Bun.file(join(folder, target));
        expect([target, (await file.exists()) || (await isFolder(join(folder, target)))]).toEqual([
          target,
          true,
        ]);
      }
    });
  }
});

async function isFolder(path: string): Promise<boolean> {
  const { stat } = await import("node:fs/promises");
  return stat(path).then(
    entry => entry.isDirectory(),
    () => false,
  );
}
