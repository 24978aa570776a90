import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REQUIREMENTS } from "./asvs-requirements.ts";

/* docs/security.md is the one place of the map; this reads it as a reader does, and believes nothing of it. */

const docs = join(import.meta.dir, "../../../docs");
const page = readFileSync(join(docs, "security.md"), "utf8");

type Row = { ids: string[]; words: string; evidence: Evidence[] };
type Evidence = { path: string; titles: string[] };

/** The rows of all tables below a heading of the second level, without their heads. */
function rowsOf(heading: string): Row[] {
  const section = page.split(/^## /m).find(text => text.startsWith(heading)) ?? "";
  const lines = section.split("\n").filter(line => line.startsWith("| ") && !/^\| (---|ASVS|\|)/.test(line));
  return lines.map(line => {
    const [ids = "", words = "", shown = ""] = line.slice(2, -2).split(" | ");
    return { ids: ids.split(", "), words, evidence: evidenceIn(shown) };
  });
}

/** A link to a file, and after it the titles of its tests in typographic quotes. */
const evidenceIn = (cell: string): Evidence[] =>
  [...cell.matchAll(/\[[^\]]+\]\(([^)]+)\)([^[]*)/g)].map(([, path = "", rest = ""]) => ({
    path,
    titles: [...rest.matchAll(/“([^”]+)”/g)].map(([, title = ""]) => title),
  }));

const claimed = rowsOf("Claimed");
const topTen = rowsOf("OWASP API Security Top 10");
const notClaimed = rowsOf("Not claimed");
const elsewhere = rowsOf("Does not apply");

describe("docs/security.md", () => {
  test("puts every requirement of level 1 and 2 into exactly one table", () => {
    expect(REQUIREMENTS.length).toBe(253);
    const named = [...claimed, ...notClaimed, ...elsewhere].flatMap(({ ids }) => ids).flatMap(expanded);
    expect(named.filter((id, i) => named.indexOf(id) !== i)).toEqual([]);
    expect(named.toSorted()).toEqual(REQUIREMENTS.toSorted());
  });

  test("names each of the API's ten risks once", () => {
    expect(topTen.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 10 }, (_, i) => `API${i + 1}`));
  });

  test("gives a reason for what is not claimed", () => {
    for (const { words } of [...notClaimed, ...elsewhere]) expect(words.length).toBeGreaterThan(15);
  });

  for (const { ids, words, evidence } of [...claimed, ...topTen]) {
    test(`shows ${ids.join(", ")} by what there is`, () => {
      expect(words.length).toBeGreaterThan(15);
      expect(evidence).not.toBeEmpty();
      for (const { path, titles } of evidence) {
        expect([path, existsSync(join(docs, path))]).toEqual([path, true]);
        if (!path.includes(".test.ts")) continue;
        expect([path, titles.length > 0]).toEqual([path, true]);
        const source = readFileSync(join(docs, path), "utf8");
        for (const title of titles) expect([title, hasTest(source, title)]).toEqual([title, true]);
      }
    });
  }

  test("and a title that is nowhere would be noticed", () => {
    expect(hasTest('test("is there", () => {})', "is there")).toBe(true);
    expect(hasTest('test("is there", () => {})', "is")).toBe(false);
  });
});

/** A title stands whole, as a text or as a template. */
const hasTest = (source: string, title: string): boolean =>
  title.startsWith("`") ? source.includes(title) : source.includes(JSON.stringify(title));

/** `10.*` stands for the whole chapter. */
const expanded = (id: string): string[] =>
  id.endsWith(".*") ? REQUIREMENTS.filter(each => each.startsWith(id.slice(0, -1))) : [id];
