import { describe, expect, test } from "bun:test";
import {
  houseText,
  parseHouseNumber,
  sharesDoor,
} from "../../../../src/server/platform/maps/embedded/geocoding/words/house-number.ts";

const parsed = (text: string) => {
  const house = parseHouseNumber(text);
  if (!house) throw new Error(`${text} is no house number`);
  return house;
};

describe("house numbers", () => {
  test.each([
    ["21", "21"],
    ["6b", "6 B"],
    ["6 B", "6 B"],
    ["13-15", "13–15"],
    ["29–27", "27–29"],
    ["7, Floors 1-3", "7"],
    ["7 Floors", "7"],
    ["12 bis", "12 bis"],
    ["12bis", "12 bis"],
    ["4/2", "4"],
    ["١٢ب", "12 ب"],
    ["๕-๙", "5–9"],
  ])("%s is written %s", (text, written) => {
    expect(houseText(parsed(text))).toBe(written);
  });

  test.each(["B 6", "", "behind the church"])("%j does not begin with a number", text => {
    expect(parseHouseNumber(text)).toBeNull();
  });

  test.each([
    ["12-14", "12", true],
    ["12-14", "14 B", true],
    ["12-14", "13", false],
    ["12-15", "13", true],
    ["12", "10-14", true],
    ["12", "14", false],
  ])("%s and %s share a door: %p", (house, wanted, isShared) => {
    expect(sharesDoor(parsed(house), parsed(wanted))).toBe(isShared);
    expect(sharesDoor(parsed(wanted), parsed(house))).toBe(isShared);
  });
});
