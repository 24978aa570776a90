import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { FLAVORS, type Theme } from "../../../../src/client/map/flavors.ts";

const styles = await Bun.file(join(import.meta.dir, "../../../../src/client/ui/theme.css")).text();

/** Relative luminance of #rrggbb, as WCAG 2.2 defines it. */
function luminanceOf(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(share => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The same of a token of the theme: OKLab to linear sRGB by Ottosson's matrices. */
function luminanceOfToken(name: string, theme: Theme): number {
  const values = [
    ...styles.matchAll(new RegExp(`--color-${name}: oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`, "g")),
  ];
  const [lightness = 0, chroma = 0, hue = 0] = values[theme === "light" ? 0 : 1]?.slice(1).map(Number) ?? [];
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short;
  const green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short;
  const blue = -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: number, other: number): number {
  const [darker = 0, lighter = 0] = [one, other].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}
const between = (one: string, other: string) => contrast(luminanceOf(one), luminanceOf(other));

const GROUNDS = [
  "earth",
  "park_a",
  "wood_a",
  "scrub_a",
  "water",
  "buildings",
  "pedestrian",
  "major",
] as const;

describe.each(["light", "dark"] as const)("the %s map", theme => {
  const flavor = FLAVORS[theme];

  test("has names that can be read where they stand", () => {
    for (const name of ["roads_label_minor", "roads_label_major", "city_label"] as const)
      expect({ name, isRead: between(flavor[name], flavor.earth) >= 4.5 }).toEqual({ name, isRead: true });
    expect(between(flavor.ocean_label, flavor.water)).toBeGreaterThan(3.5);
  });

  test("has streets and water that stand out from the ground", () => {
    expect(between(flavor.major, flavor.earth)).toBeGreaterThan(1.18);
    expect(between(flavor.water, flavor.earth)).toBeGreaterThan(1.2);
  });

  test("stays so calm that drivers and ways stand out from all of it", () => {
    const brand = luminanceOfToken("brand", theme);
    for (const ground of GROUNDS)
      expect({ ground, standsOut: contrast(brand, luminanceOf(flavor[ground])) > 3 }).toEqual({
        ground,
        standsOut: true,
      });
  });
});
