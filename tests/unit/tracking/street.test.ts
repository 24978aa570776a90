import { expect, test } from "bun:test";
import fc from "fast-check";
import { streetWithoutNumber } from "../../../src/server/features/tracking/street.ts";

test("an address keeps its street and town, and loses what leads to the door", () => {
  const examples: [address: string, street: string][] = [
    ["Mannerheimintie 12 A 3, 00100 Helsinki", "Mannerheimintie, Helsinki"],
    ["Mannerheimintie 12", "Mannerheimintie"],
    ["Aleksanterinkatu 21, 3rd floor, 00100 Helsinki", "Aleksanterinkatu, Helsinki"],
    ["12 Main Street, Springfield", "Main Street, Springfield"],
    ["221B Baker Street, London NW1 6XE", "Baker Street, London"],
    ["Iso Roobertinkatu 4-6", "Iso Roobertinkatu"],
    ["Esplanadi", "Esplanadi"],
    ["00100 Helsinki", "Helsinki"],
    ["17", ""],
  ];
  for (const [address, street] of examples) expect(streetWithoutNumber(address)).toBe(street);
});

test("no digit of any script survives", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), text => {
      expect(streetWithoutNumber(text)).not.toMatch(/\p{Nd}/u);
    }),
  );
});
