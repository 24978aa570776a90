import { beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { CustodyExport, CustodyPart } from "../../../src/shared/custody/custody.schema.ts";
import { hashOf } from "../../../src/shared/custody/custody-hash.ts";
import { verifyCustody } from "../../../src/shared/custody/verify-custody.ts";
import { aCustodyExport, custodySigner } from "../../support/custody-chain.ts";

const KEYS = custodySigner.publicKeys;
type Path = (string | number)[];
type Tree = Record<string | number, unknown>;

let whole: CustodyExport;
let other: CustodyExport;
beforeAll(async () => {
  whole = await aCustodyExport();
  other = await aCustodyExport({ order: 2, name: "Otso Virta" });
});

const eventOf = (exported: CustodyExport, seq: number) => {
  const event = exported.events[seq - 1];
  if (!event) throw new Error(`There is no event ${seq}`);
  return event;
};

/** A copy that `change` has been at. */
function changed(exported: CustodyExport, change: (copy: CustodyExport) => void): CustodyExport {
  const copy = structuredClone(exported);
  change(copy);
  return copy;
}

function pathsOf(value: unknown, prefix: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [prefix];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  const inner = [...keys].flatMap(key => pathsOf((value as Tree)[key], [...prefix, key]));
  return prefix.length ? [prefix, ...inner] : inner;
}

/** The object that holds the last key of the path. */
function holderOf(tree: unknown, path: Path): Tree {
  return path.slice(0, -1).reduce<unknown>((node, key) => (node as Tree)[key], tree) as Tree;
}

const isRedaction = (path: Path): boolean => path.length === 4 && path[2] === "opened";

/** The event that a path leads into; null for the rest of the document. */
const seqOf = ([top, index]: Path): number | null =>
  top === "events" && typeof index === "number" ? index + 1 : null;

/** One small lie for each kind of value. */
function anotherValue(value: unknown): unknown {
  if (typeof value === "string")
    return value.endsWith("0") ? `${value.slice(0, -1)}1` : `${value.slice(0, -1)}0`;
  if (typeof value === "number") return value + 1;
  if (value === null) return "something";
  return null;
}

describe("an export as it was made", () => {
  test("is intact, and says who signed it", async () => {
    expect(await verifyCustody(whole, KEYS)).toEqual({
      outcome: "intact",
      words: "ORD-00000001: 8 events, unbroken, delivered, signed by key “new”.",
      brokenAt: null,
      remarks: [],
    });
  });

  test("of an open order is unbroken so far", async () => {
    const report = await verifyCustody(await aCustodyExport({ steps: 3 }), KEYS);
    expect(report).toMatchObject({ outcome: "intact", remarks: [expect.stringContaining("was open")] });
  });

  test("proves nothing about its end without the public key", async () => {
    expect(await verifyCustody(whole, null)).toMatchObject({ outcome: "unproven" });
    const stranger = KEYS.filter(({ kid }) => kid !== "new");
    expect((await verifyCustody(whole, stranger)).words).toContain("“new” is not among the keys given");
  });

  test("without any event says that there is no chain", async () => {
    const empty = { ...whole, events: [], signature: null };
    expect(await verifyCustody(empty, KEYS)).toMatchObject({
      outcome: "unproven",
      words: expect.stringContaining("no chain of custody"),
    });
  });
});

describe("a single change anywhere is found", () => {
  test("every value that is there, replaced; the event that breaks is named", async () => {
    let tried = 0;
    for (const path of pathsOf(whole)) {
      const copy = changed(whole, tree => {
        const holder = holderOf(tree, path);
        const key = path.at(-1) ?? "";
        holder[key] = anotherValue(holder[key]);
      });
      const report = await verifyCustody(copy, KEYS);
      expect(report.outcome, path.join(".")).not.toBe("intact");
      // The first event is called by the number that it gives itself, here a false one.
      const brokenAt = path.join(".") === "events.0.record.seq" ? 2 : seqOf(path);
      if (brokenAt) expect(report, path.join(".")).toMatchObject({ outcome: "broken", brokenAt });
      tried++;
    }
    expect(tried).toBeGreaterThan(250);
  }, 60_000);

  test("every field that is there, removed, except for what may be erased", async () => {
    for (const path of pathsOf(whole)) {
      const copy = changed(whole, tree => {
        const holder = holderOf(tree, path);
        const key = path.at(-1) ?? "";
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
      });
      const report = await verifyCustody(copy, KEYS);
      if (isRedaction(path)) expect(report.outcome, path.join(".")).toBe("intact");
      else expect(report.outcome, path.join(".")).not.toBe("intact");
    }
  }, 60_000);

  test("a field that was put in, wherever fields are", async () => {
    for (const path of pathsOf(whole)) {
      const holder = holderOf(whole, [...path, ""]);
      if (typeof holder !== "object" || holder === null) continue;
      const copy = changed(whole, tree => {
        const target = holderOf(tree, [...path, ""]);
        if (Array.isArray(target)) target.push(target[0]);
        else target.surprise = 1;
      });
      expect((await verifyCustody(copy, KEYS)).outcome, path.join(".")).toBe("broken");
    }
  }, 60_000);

  test("an event taken out", async () => {
    for (let index = 0; index < whole.events.length; index++) {
      const copy = changed(whole, ({ events }) => events.splice(index, 1));
      // The last one is missed by the signature, which the event before it cannot carry.
      const brokenAt = index === 0 ? 2 : Math.min(index + 1, 7);
      expect(await verifyCustody(copy, KEYS)).toMatchObject({ outcome: "broken", brokenAt });
    }
  });

  test("an event put in, twice or from another order, and two in each other's place", async () => {
    for (let index = 0; index < whole.events.length; index++) {
      const seq = index + 1;
      const twice = changed(whole, ({ events }) => events.splice(index, 0, eventOf(whole, seq)));
      const foreign = changed(whole, ({ events }) => events.splice(index, 0, eventOf(other, seq)));
      const swapped = changed(whole, ({ events }) => events.splice(index, 1, eventOf(other, seq)));
      expect(await verifyCustody(twice, KEYS)).toMatchObject({ outcome: "broken", brokenAt: seq + 1 });
      expect(await verifyCustody(foreign, KEYS)).toMatchObject({ outcome: "broken", brokenAt: seq });
      expect(await verifyCustody(swapped, KEYS)).toMatchObject({ outcome: "broken", brokenAt: seq });
      if (seq === 8) continue;
      const turned = changed(whole, ({ events }) => {
        events.splice(index, 2, eventOf(whole, seq + 1), eventOf(whole, seq));
      });
      expect((await verifyCustody(turned, KEYS)).outcome).toBe("broken");
    }
  });

  test("the signature of another order, or by another key", async () => {
    const report = await verifyCustody({ ...whole, signature: other.signature }, KEYS);
    expect(report).toMatchObject({ outcome: "broken", brokenAt: 8 });
    const renamed = changed(whole, copy => {
      if (copy.signature) copy.signature.kid = "old";
    });
    expect(await verifyCustody(renamed, KEYS)).toMatchObject({ outcome: "broken", brokenAt: 8 });
  });

  test("a record that was changed together with its hash breaks the link after it, or the signature", async () => {
    for (let seq = 1; seq <= 8; seq++) {
      const copy = structuredClone(whole);
      const event = eventOf(copy, seq);
      event.record.deviceTime = "2026-11-23T07:00:00.000Z";
      event.hash = await hashOf(event.record);
      expect(await verifyCustody(copy, KEYS)).toMatchObject({
        outcome: "broken",
        brokenAt: Math.min(seq + 1, 8),
      });
    }
  });

  test("whatever the texts say", async () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
    const pair = fc.uniqueArray(text, { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(pair, fc.integer({ min: 2, max: 8 }), async ([detail = "", lie = ""], seq) => {
        const honest = await aCustodyExport({ detail, name: detail });
        expect((await verifyCustody(honest, KEYS)).outcome).toBe("intact");
        const lying = changed(honest, copy => {
          const { detail: opening } = eventOf(copy, seq).opened;
          if (opening) opening.value = lie;
        });
        expect(await verifyCustody(lying, KEYS)).toMatchObject({
          outcome: "broken",
          brokenAt: seq,
          words: `The chain breaks at event ${seq}: the detail that is shown is not what was sealed.`,
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe("personal data that was erased", () => {
  test("leaves every hash and the signature valid, whichever parts are gone", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), async erased => {
        let place = 0;
        const copy = changed(whole, ({ events }) => {
          for (const { opened } of events)
            for (const part of Object.keys(opened) as CustodyPart[]) if (erased[place++]) delete opened[part];
        });
        expect((await verifyCustody(copy, KEYS)).outcome).toBe("intact");
      }),
      { numRuns: 25 },
    );
  });

  test("is counted", async () => {
    const copy = changed(whole, ({ events }) => {
      for (const event of events) event.opened = {};
    });
    const { remarks } = await verifyCustody(copy, KEYS);
    expect(remarks).toEqual([
      expect.stringMatching(/^These personal parts are withheld or erased: .*recipient \(1\)/),
    ]);
    expect(JSON.stringify(copy)).not.toContain("Aino");
  });
});
