import { describe, expect, test } from "bun:test";
import { join } from "node:path";

const SERVER = join(import.meta.dir, "../../src/server");

/** What may be done in few places, since each of them has to be looked after. */
type Door = { what: string; pattern: RegExp; through: RegExp; planted: string[]; harmless: string[] };

const DOORS: Door[] = [
  {
    what: "a repository is made through the guard that looks at what it is handed",
    pattern: /(?<!repository\()\(\s*db: Db\b/,
    // Below are the parts of MongoDB's adapter, which are handed nothing from outside.
    through: /^(platform\/mongo\/|services\.ts$|deps\.ts$)/,
    planted: ["export function createX(db: Db) {", "const createX = (db: Db, ids: Ids) => ({"],
    harmless: ["export const createX = repository((db: Db) => {"],
  },
  {
    what: "a collection is opened by a repository",
    pattern: /\.collection[(<]/,
    through: /(\.repo\.ts$|^platform\/mongo\/)/,
    planted: ['db.collection("users")', "db.collection<UserDoc>(name)"],
    harmless: ["collections(db)"],
  },
  {
    what: "MongoDB is asked to run no code, and to write nothing while it reads",
    pattern: /\$(where|function|accumulator|out|merge)\b|mapReduce/,
    through: /^$/,
    planted: ['{ $where: "x" }', "{ $function: f }", '{ $out: "copy" }'],
    harmless: ["{ $match: {} }"],
  },
  {
    what: "the network is reached by adapters whose address the operator has chosen",
    pattern:
      /\bfetch\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\(|\b(Bun|net|tls|dns)\.(connect|resolve|lookup)\(|from "(node:)?(https?|http2|net|tls|dgram|dns|undici)"/,
    // The downloads of MongoDB have fixed addresses; `net` is asked about free ports and the form of an address; the
    // command that checks custody reads what whoever runs it names; map services are those of the configuration.
    through:
      /^(platform\/(mongo\/mongod\/(wheel|download|process|replica-set)\.ts|startup\/checks\.ts|mail\/|maps\/remote\/http\.ts)|http\/requests\/origins\.ts|scripts\/custody\.ts)/,
    planted: ["await fetch(url)", 'import { request } from "node:https"', "Bun.connect({", 'from "undici"'],
    harmless: ["app.fetch(request)", "prefetch(x)", "fetch(request, self) {"],
  },
];

const isHit = ({ pattern }: Door, text: string) =>
  pattern.test(text.replaceAll(/\bapp\.fetch\(|^\s*fetch\(request, self\) \{/gm, ""));

describe("what is done in few places", () => {
  for (const door of DOORS) {
    test(door.what, async () => {
      const found: string[] = [];
      for await (const path of new Bun.Glob("**/*.ts").scan(SERVER)) {
        if (door.through.test(path)) continue;
        if (isHit(door, await Bun.file(join(SERVER, path)).text())) found.push(path);
      }
      expect(found).toEqual([]);
    });

    test(`and its pattern knows what it looks for: ${door.what}`, () => {
      for (const text of door.planted) expect(isHit(door, text), text).toBe(true);
      for (const text of door.harmless) expect(isHit(door, text), text).toBe(false);
    });
  }
});
