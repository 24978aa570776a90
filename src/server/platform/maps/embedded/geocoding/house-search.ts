import { distanceMeters, type Point } from "../../../../../shared/geo.ts";
import { CONFIDENCE } from "./confidence.ts";
import type { House, IndexReader } from "./search-index/reader.ts";
import { type HouseNumber, houseText, sharesDoor, sideOf } from "./words/house-number.ts";

/** A door, or the spot where one should be; `text` is its number. */
export type DoorMatch = Point & {
  text: string;
  cityId: number | null;
  postcode: string;
  confidence: number;
};

/** Neighbours farther apart than this say little about what is between them. */
const WIDEST_GAP_METERS = 200;
/** The next house of the same side, in numbers. */
const NEXT_DOOR = 2;
const MOST_SUGGESTED = 8;
/** Who writes more numbers than a house has doors means two parts of one: "12-34" is 34 m from the 12th street. */
const MOST_DOORS = 12;
/** A house whose number begins with what was typed so far. */
const BEGUN_CONFIDENCE = 0.9;

/**
 * Doors of a street for a number, best first: the house itself, else the spot between its neighbours and the nearer of
 * them. Empty when the number lies past what is known of the street.
 */
export function doorsFor(index: IndexReader, streetId: number, wanted: HouseNumber): DoorMatch[] {
  const isWide = wanted.lastNumber - wanted.number > MOST_DOORS;
  const same = index
    .housesWith(streetId, wanted)
    .filter(house => (isWide ? isExactly(house, wanted) : sharesDoor(house, wanted)));
  if (same.length > 0)
    return same
      .sort((one, other) => unlikeness(one, wanted) - unlikeness(other, wanted))
      .map(house => asDoor(house, isExactly(house, wanted) ? CONFIDENCE.door : CONFIDENCE.sameHouse));
  if (isWide) return [];
  const beside = index.housesBeside(streetId, wanted.number);
  // A street that goes on in the next town counts anew there.
  return [...Map.groupBy(beside, house => house.cityId).values()].flatMap(houses => missing(houses, wanted));
}

/** Doors whose number begins with the one typed so far, the lowest first. */
export const doorsBeginning = (index: IndexReader, streetId: number, { number }: HouseNumber): DoorMatch[] =>
  index.housesBeginning(streetId, number, MOST_SUGGESTED).map(house => asDoor(house, BEGUN_CONFIDENCE));

/** The tighter the known doors around it, the better the place of one that is missing is known. */
function missing(houses: readonly House[], wanted: HouseNumber): DoorMatch[] {
  const isOnSide = (house: House) => sideOf(house) === "both" || sideOf(house) === sideOf(wanted);
  const side = neighbours(houses.filter(isOnSide), wanted);
  const opposite = neighbours(
    houses.filter(house => !isOnSide(house)),
    wanted,
  );
  const { nearest } = neighbours(houses, wanted);
  if (!nearest) return [];
  // A number between two known ones of its side was given to some house; one past their end perhaps to none.
  const isGiven = side.below !== undefined && side.above !== undefined;
  if (isBetween(side)) return [spotBetween(side, wanted), asDoor(side.nearest, CONFIDENCE.nextDoor)];
  if (isGiven && isBetween(opposite))
    return [spotBetween(opposite, wanted), asDoor(opposite.nearest, CONFIDENCE.nextDoor)];
  if (isBetween(opposite)) return [asDoor(opposite.nearest, CONFIDENCE.across)];
  if (apart(nearest, wanted) <= NEXT_DOOR) return [asDoor(nearest, CONFIDENCE.nextDoor)];
  return isGiven ? [asDoor(nearest, CONFIDENCE.somewhere)] : [];
}

type Neighbours = { below?: House; above?: House; nearest?: House };

function neighbours(houses: readonly House[], wanted: HouseNumber): Neighbours {
  const nearestOf = (some: readonly House[]) =>
    some.reduce<House | undefined>(
      (best, house) => (best && apart(best, wanted) <= apart(house, wanted) ? best : house),
      undefined,
    );
  return {
    below: nearestOf(houses.filter(house => house.lastNumber < wanted.number)),
    above: nearestOf(houses.filter(house => house.number > wanted.number)),
    nearest: nearestOf(houses),
  };
}

const apart = (house: House, { number }: HouseNumber) =>
  Math.min(Math.abs(house.number - number), Math.abs(house.lastNumber - number));

const isBetween = (beside: Neighbours): beside is Required<Neighbours> =>
  beside.below !== undefined &&
  beside.above !== undefined &&
  distanceMeters(beside.below, beside.above) <= WIDEST_GAP_METERS;

/** By the numbers, on the line between two neighbours. */
function spotBetween({ below, above, nearest }: Required<Neighbours>, wanted: HouseNumber): DoorMatch {
  const share = (wanted.number - below.lastNumber) / (above.number - below.lastNumber);
  return {
    latitude: below.latitude + share * (above.latitude - below.latitude),
    longitude: below.longitude + share * (above.longitude - below.longitude),
    text: houseText(wanted),
    cityId: nearest.cityId,
    postcode: nearest.postcode,
    confidence: CONFIDENCE.between.best - distanceMeters(below, above) * CONFIDENCE.between.perMeter,
  };
}

const asDoor = (house: House, confidence: number): DoorMatch => ({
  latitude: house.latitude,
  longitude: house.longitude,
  text: houseText(house),
  cityId: house.cityId,
  postcode: house.postcode,
  confidence,
});

const isExactly = (house: House, wanted: HouseNumber) => unlikeness(house, wanted) === 0;

/** 0 for the same number; a missing letter counts less than a wrong one, and that less than a range. */
const unlikeness = (house: House, wanted: HouseNumber): number =>
  Math.abs(house.number - wanted.number) +
  Math.abs(house.lastNumber - wanted.lastNumber) +
  (house.letter === wanted.letter ? 0 : house.letter === "" || wanted.letter === "" ? 0.25 : 0.5);
