import { expect, test } from "bun:test";
import { baseMapConfig } from "../../../src/server/platform/maps/base-map.ts";

const TILES = "/tiles/0123456789abcdef.pmtiles";

const smallestZoom = (west: number, south: number, width: number, height: number) =>
  baseMapConfig("embedded", [west, south, west + width, south + height], TILES).minZoom;

test("a quarter can be seen as a whole, and so can a city and a region", () => {
  expect(smallestZoom(24.935, 60.164, 0.018, 0.015)).toBe(13);
  expect(smallestZoom(7.41, 43.72, 0.08, 0.06)).toBe(12);
  expect(smallestZoom(24.8, 60.1, 0.4, 0.2)).toBe(11);
  expect(smallestZoom(9.4, 47, 3, 2)).toBe(11);
});

test("the map opens in the middle of its area", () => {
  const { center, bounds, tilesUrl } = baseMapConfig("embedded", [10, 50, 12, 54], TILES);
  expect(center).toEqual({ latitude: 52, longitude: 11 });
  expect(bounds).toEqual([10, 50, 12, 54]);
  expect(tilesUrl).toBe(TILES);
});
