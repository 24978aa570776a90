import { expect, test } from "bun:test";
import { createChance } from "../../../src/server/features/demo/chance.ts";
import { doorstepPhoto, signature } from "../../../src/server/features/demo/pictures/proofs.ts";
import { meanSecondsBetweenOrders } from "../../../src/server/features/demo/simulation/demand.ts";
import { createPace } from "../../../src/server/features/demo/simulation/pace.ts";
import { createBunImages } from "../../../src/server/platform/images/bun.images.ts";
import { createManualTime } from "../../support/manual-time.ts";

test("the same seed gives the same luck, and forks do not disturb each other", () => {
  const draw = (seed: string) => Array.from({ length: 5 }, createChance(seed).next);
  expect(draw("one")).toEqual(draw("one"));
  expect(draw("one")).not.toEqual(draw("two"));
  const chance = createChance("one");
  const before = chance.fork("a").next();
  chance.next();
  expect(chance.fork("a").next()).toBe(before);
  expect(draw("one").every(value => value >= 0 && value < 1)).toBe(true);
});

test("orders come at every hour of the day, and faster at noon than at night", () => {
  const means = Array.from({ length: 24 }, (_, hour) =>
    meanSecondsBetweenOrders(new Date(Date.UTC(2026, 10, 23, hour))),
  );
  expect(Math.max(...means)).toBeLessThanOrEqual(300);
  const [noonInHelsinki = 0, nightInHelsinki = 0] = [means[10], means[1]];
  expect(noonInHelsinki).toBeLessThan(nightInHelsinki / 2);
});

test("time of simulated people runs faster by the speed", async () => {
  const time = createManualTime();
  const pace = createPace({ ...time, speed: 60 });
  const begunAt = pace.now();
  let isOver = false;
  const waited = pace.wait(120).then(() => {
    isOver = true;
  });
  time.advance(1_999);
  await Promise.resolve();
  expect(isOver).toBe(false);
  time.advance(1);
  await waited;
  expect(pace.secondsSince(begunAt)).toBe(120);
});

test("a wait ends at once when it is called off", async () => {
  const time = createManualTime();
  const calledOff = new AbortController();
  const waited = createPace({ ...time, speed: 1 }).wait(3_600, calledOff.signal);
  calledOff.abort();
  await waited;
  expect(time.clock.now()).toEqual(new Date("2026-11-23T09:00:00.000Z"));
});

test("photos and signatures are pictures that the product takes", async () => {
  for (const seed of ["one", "two", "three"]) {
    const photo = await createBunImages().photo(doorstepPhoto(createChance(seed)), 1_600);
    expect([photo.contentType, photo.width, photo.height]).toEqual(["image/jpeg", 480, 360]);
    const drawing = await createBunImages().drawing(signature(createChance(seed)), 1_600);
    expect([drawing.contentType, drawing.width, drawing.height]).toEqual(["image/png", 420, 160]);
  }
});
