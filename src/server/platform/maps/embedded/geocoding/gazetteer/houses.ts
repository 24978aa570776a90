import type { Point } from "../../../../../../shared/geo.ts";
import type { Tags } from "../../../extract/block-parts.ts";
import { fold } from "../words/folding.ts";
import { type HouseNumber, parseHouseNumber } from "../words/house-number.ts";
import type { StreetBook } from "./street-book.ts";

/** An entrance drawn on an outline; `ref` is what is written above the door. */
export type Door = Point & { ref: string };

/** An element with a house number. */
export type Address = Point & { tags: Tags; doors: readonly Door[] };

/** A house, or an entrance of one; `street` and `city` are indexes. */
export type HouseRecord = Point & HouseNumber & { street: number; city: number; postcode: string };

/** Addresses that no house was made of, by reason. */
export type LeftOutAddresses = {
  /** No number in the house number. */
  unreadable: number;
  withoutStreet: number;
};

type Around = {
  streets: StreetBook;
  cityOf: (point: Point, cityTag?: string) => number;
};

/** Houses from addresses; streets that only addresses name go into the book. */
export function housesOf(
  addresses: readonly Address[],
  { streets, cityOf }: Around,
): { houses: HouseRecord[]; leftOut: LeftOutAddresses } {
  const leftOut: LeftOutAddresses = { unreadable: 0, withoutStreet: 0 };
  const houses = new Map<string, HouseRecord>();
  // An address on its own is at the door; that of a shop is somewhere inside the house, so the first one wins.
  const inOrder = [...addresses].sort((one, other) => Number(isTenant(one)) - Number(isTenant(other)));
  for (const address of inOrder) {
    const { tags } = address;
    const numbers = numbersIn(tags["addr:housenumber"] ?? "");
    const city = cityOf(address, tags["addr:city"]);
    const street = numbers.length > 0 ? streets.streetOf(tags, address, city) : -1;
    if (street < 0) {
      leftOut[numbers.length > 0 ? "withoutStreet" : "unreadable"] += 1;
      continue;
    }
    for (const door of doorsOf(address, numbers)) {
      const house = { ...door, street, city, postcode: tags["addr:postcode"]?.trim() ?? "" };
      const key = [street, city, house.number, house.lastNumber, house.letter].join("|");
      const same = houses.get(key);
      if (!same) houses.set(key, house);
      else if (!same.postcode) same.postcode = house.postcode;
    }
  }
  return { houses: [...houses.values()], leftOut };
}

const isTenant = ({ tags }: Address) => Boolean(tags.name ?? tags.amenity ?? tags.shop ?? tags.office);

/** "5; 7" and "5,7" are two houses; "26, 14th floor" is one, and so is "4/2", the second staircase of 4. */
const numbersIn = (text: string): HouseNumber[] =>
  text
    .split(/;|,(?=\s*\d+\s?\p{L}?\s*(?:[-–]\s*\d+\s*)?(?:$|[;,]))/u)
    .flatMap(part => parseHouseNumber(part) ?? []);

/** The house at its point, and its entrances where they are, when the outline has lettered ones. */
function doorsOf(
  { latitude, longitude, doors }: Address,
  numbers: readonly HouseNumber[],
): (Point & HouseNumber)[] {
  const [only, ...more] = numbers;
  const lettered = only && more.length === 0 && !only.letter ? doors : [];
  return [
    ...numbers.map(number => ({ ...number, latitude, longitude })),
    ...lettered.flatMap(({ ref, ...point }) =>
      only && /^\p{L}$/u.test(ref) ? { ...only, ...point, letter: fold(ref) } : [],
    ),
  ];
}
