import { expect, test } from "bun:test";
import { Glob } from "bun";
import { createAuditRepo } from "../../src/server/features/audit/index.ts";

/* Whoever can write can add to the audit log; nobody who speaks through this code can change it. */

const CHANGES =
  /\.(update(One|Many)|delete(One|Many)?|replaceOne|findOneAnd\w+|bulkWrite|drop\w*|rename|initialize\w+)\(/;

const sources = await Promise.all(
  [...new Glob("src/**/*.ts").scanSync(".")].map(async path => ({ path, text: await Bun.file(path).text() })),
);

test("the repository of the log adds and finds, and no more", () => {
  expect(Object.keys(createAuditRepo({ collection: () => ({}) } as never)).toSorted()).toEqual([
    "insert",
    "insertAll",
    "list",
  ]);
  const slice = sources.filter(({ path }) => path.includes("features/audit/"));
  expect(slice.length).toBeGreaterThan(4);
  expect(
    slice.filter(({ text }) => CHANGES.test(text.replaceAll("known.delete(", ""))).map(({ path }) => path),
  ).toEqual([]);
});

test("nobody else has the log in hand, but who tells a person what is kept of him, and who erases it", () => {
  const others = sources.filter(({ path }) => !path.includes("features/audit/"));
  const holders = others.filter(({ text }) =>
    /auditCollection\.name|collection(<\w+>)?\(["']audit["']\)/.test(text),
  );
  expect(holders.map(({ path }) => path).toSorted()).toEqual([
    "src/server/features/privacy/erasure.repo.ts",
    "src/server/features/privacy/persons.repo.ts",
  ]);
});
