import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { clusterise, radiusFor } from "../../../../src/client/map/clusters.ts";
import type { Point } from "../../../../src/shared/geo.ts";

/** A map on which a degree is a thousand pixels. */
const project = ({ latitude, longitude }: Point) => ({ x: longitude * 1_000, y: latitude * 1_000 });
const at = (id: string, x: number, y: number) => ({
  id,
  point: { latitude: y / 1_000, longitude: x / 1_000 },
});
const RADIUS_PX = 44;
const gather = (
  things: ReturnType<typeof at>[],
  staysAlone: (thing: { id: string }) => boolean = () => false,
) => clusterise(things, { project, radiusPx: RADIUS_PX, staysAlone });

const fleets = fc
  .uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 4 }), x: fc.nat(600), y: fc.nat(600) }), {
    selector: ({ id }) => id,
    maxLength: 80,
  })
  .map(those => those.map(({ id, x, y }) => at(id, x, y)));

const placesOf = ({ alone, clusters }: ReturnType<typeof gather>) =>
  [...alone, ...clusters].map(({ point }) => project(point));

describe("gathering what would cover each other", () => {
  test("two near each other are one, a third at a distance is alone", () => {
    const { alone, clusters } = gather([at("a", 0, 0), at("b", 30, 0), at("c", 100, 0)]);
    expect(alone.map(({ id }) => id)).toEqual(["c"]);
    expect(clusters.map(({ id, members }) => [id, members.map(member => member.id)])).toEqual([
      ["cluster:a", ["a", "b"]],
    ]);
  });

  test("who is chosen is shown by himself, in the middle of a crowd", () => {
    const { alone, clusters } = gather([at("a", 0, 0), at("b", 1, 0), at("c", 2, 0)], ({ id }) => id === "b");
    expect(alone.map(({ id }) => id)).toEqual(["b"]);
    expect(clusters[0]?.members.map(({ id }) => id)).toEqual(["a", "c"]);
  });

  test("everybody is shown once, no two signs cover each other, and no member is far from his sign", () => {
    fc.assert(
      fc.property(fleets, fleet => {
        const gathered = gather(fleet);
        const shown = [...gathered.alone, ...gathered.clusters.flatMap(({ members }) => members)];
        expect(shown.map(({ id }) => id).sort()).toEqual(fleet.map(({ id }) => id).sort());
        const places = placesOf(gathered);
        for (const [i, a] of places.entries())
          for (const b of places.slice(i + 1))
            expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(RADIUS_PX - 1e-6);
        for (const { point, members } of gathered.clusters) {
          const sign = project(point);
          for (const member of members) {
            const { x, y } = project(member.point);
            expect(Math.hypot(sign.x - x, sign.y - y)).toBeLessThan(RADIUS_PX + 1e-6);
          }
        }
      }),
    );
  });

  test("the same fleet is gathered in the same way, in whatever order it comes", () => {
    fc.assert(
      fc.property(
        fleets.chain(fleet =>
          fc.tuple(fc.constant(fleet), fc.shuffledSubarray(fleet, { minLength: fleet.length })),
        ),
        ([fleet, shuffled]) => {
          expect(gather(shuffled)).toEqual(gather(fleet));
        },
      ),
    );
  });

  test("of few only those are gathered that lie on each other", () => {
    expect(radiusFor(10)).toBeLessThan(radiusFor(500));
  });
});
