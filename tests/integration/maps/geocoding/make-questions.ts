import { type Chance, createChance } from "../../../../src/server/features/demo/chance.ts";
import type { Gazetteer } from "../../../../src/server/platform/maps/embedded/geocoding/gazetteer/gazetteer.ts";
import type { HouseRecord } from "../../../../src/server/platform/maps/embedded/geocoding/gazetteer/houses.ts";
import {
  aliasesOf,
  type Names,
} from "../../../../src/server/platform/maps/embedded/geocoding/gazetteer/names.ts";
import { fold } from "../../../../src/server/platform/maps/embedded/geocoding/words/folding.ts";
import {
  houseNumber,
  houseText,
  sharesDoor,
  sideOf,
} from "../../../../src/server/platform/maps/embedded/geocoding/words/house-number.ts";
import { createAnswers, inLanguage } from "./answers.ts";
import type { Question } from "./questions.ts";
import { levenshtein, slip, withoutDiacritics } from "./slips.ts";
import {
  afterName,
  inOtherOrder,
  inSomeCase,
  plainly,
  respaced,
  same,
  shortened,
  slips,
  type Written,
  withEntrance,
} from "./ways-to-write.ts";

/** How many questions of each kind are made, as far as the extract has matter for them. */
const COUNTS = {
  house: 40,
  "house, slips": 90,
  "house, two slips": 60,
  "house, slips in the city too": 30,
  "house, street cut short": 30,
  "house, no diacritics": 30,
  "house, other order": 60,
  "house, with the entrance": 30,
  "house, after a name": 20,
  "house, short forms": 40,
  "house, spaces": 30,
  "house, several of these": 80,
  "number that is not there": 40,
  "street alone": 40,
  "part of a street's name": 14,
  place: 50,
  "place, slips": 50,
  "part of a place's name": 30,
} as const;
/** Names whose lengths differ by more are not mistaken for each other. */
const MOST_SLIPS = 6;
type Kind = keyof typeof COUNTS;
type Maker = (chance: Chance) => Omit<Question, "kind"> | null;

/** Questions about an extract, the same for the same seed. */
export function makeQuestions(gazetteer: Gazetteer, seed: string): Question[] {
  const makers = makersFor(gazetteer);
  return (Object.keys(COUNTS) as Kind[]).flatMap(kind => {
    const chance = createChance(`${seed}/${kind}`);
    const questions = new Map<string, Question>();
    for (let tries = 0; questions.size < COUNTS[kind] && tries < 50 * COUNTS[kind]; tries++) {
      const draft = makers[kind](chance);
      if (draft) questions.set(draft.text, { text: draft.text, kind, answers: draft.answers });
    }
    return [...questions.values()];
  });
}

function makersFor(gazetteer: Gazetteer): Record<Kind, Maker> {
  const { localities, streets, houses, places } = gazetteer;
  const { ofHouse, ofNumber, ofStreet, ofPlace, ofLocality } = createAnswers(gazetteer);
  const spellings = [...streets, ...places, ...localities].flatMap(thing =>
    aliasesOf(thing.names).map(({ text }) => ({
      thing,
      folded: fold(text),
      joined: fold(text).replaceAll(" ", ""),
    })),
  );
  const cityNames = (city: number) => localities[city]?.names;
  const streetNames = (street: number) => streets[street]?.names;
  const numbered = houses.filter(({ number, lastNumber, letter }) => number === lastNumber && !letter);

  /** True when nothing else is spelled as much like `text` as the thing itself. */
  const isUnmistakable = (text: string, thing: unknown): boolean => {
    const typed = fold(text).replaceAll(" ", "");
    const distances = spellings
      .filter(({ joined }) => Math.abs(joined.length - typed.length) <= MOST_SLIPS)
      .map(spelling => ({
        isOwn: spelling.thing === thing,
        distance: levenshtein(typed, spelling.joined),
      }));
    const own = Math.min(...distances.filter(({ isOwn }) => isOwn).map(({ distance }) => distance));
    return distances.every(({ isOwn, distance }) => isOwn || distance > own);
  };

  const written = (house: HouseRecord, chance: Chance): Written => {
    const names = streetNames(house.street);
    const language = languageFor(names, chance);
    return {
      street: inLanguage(names, language),
      number: houseText(house).replace("–", "-"),
      city: inLanguage(cityNames(house.city), language),
      postcode: house.postcode,
    };
  };
  /** A question about a house; the change is made to the name of its street. */
  const about =
    (
      change: (street: string, chance: Chance) => string,
      write: (address: Written, chance: Chance) => string,
    ): Maker =>
    chance => {
      const house = chance.pick(houses);
      const address = written(house, chance);
      const street = change(address.street, chance);
      if (street !== address.street && !isUnmistakable(street, streets[house.street])) return null;
      return { text: inSomeCase(write({ ...address, street }, chance), chance), answers: ofHouse(house) };
    };

  const byPlace =
    (change: (name: string, chance: Chance) => string | null): Maker =>
    chance => {
      const place = chance.pick(places);
      const name = inLanguage(place.names, languageFor(place.names, chance));
      const text = change(name, chance);
      if (text === null) return null;
      const namesakes = spellings.filter(({ folded }) => folded === fold(name)).map(({ thing }) => thing);
      if (text !== name && (namesakes.length > 1 || !isUnmistakable(text, place))) return null;
      const answers = [
        ...places.filter(other => namesakes.includes(other)).flatMap(ofPlace),
        ...streets.flatMap((street, index) => (namesakes.includes(street) ? ofStreet(index) : [])),
        ...localities.flatMap((locality, index) => (namesakes.includes(locality) ? ofLocality(index) : [])),
      ];
      return { text: inSomeCase(text, chance), answers };
    };

  return {
    house: about(same, plainly),
    "house, slips": about(slips, plainly),
    "house, two slips": about((street, chance) => slip(slip(street, chance), chance), plainly),
    "house, slips in the city too": about(
      (street, chance) => slip(street, chance),
      ({ street, number, city }, chance) => `${street} ${number}, ${slip(city, chance)}`,
    ),
    "house, street cut short": chance => {
      const house = chance.pick(houses);
      const address = written(house, chance);
      const street = address.street.slice(0, Math.ceil(0.6 * address.street.length));
      const begun = spellings.filter(({ folded }) => folded.startsWith(fold(street)));
      if (begun.some(({ thing }) => thing !== streets[house.street])) return null;
      return { text: inSomeCase(`${street} ${address.number}`, chance), answers: ofHouse(house) };
    },
    "house, no diacritics": about(
      (street, chance) => (/[^\x20-\x7e]/.test(street) ? withoutDiacritics(street, chance) : street),
      (address, chance) => plainly(address, chance),
    ),
    "house, other order": about(same, inOtherOrder),
    "house, with the entrance": about(same, withEntrance),
    "house, after a name": about(same, afterName),
    "house, short forms": about(shortened, plainly),
    "house, spaces": about(respaced, (address, chance) =>
      chance.happens(0.3) ? `${address.street}${address.number}` : plainly(address, chance),
    ),
    "house, several of these": about(
      (street, chance) => chance.pick([slips, shortened, withoutDiacritics, same])(street, chance),
      (address, chance) => chance.pick([inOtherOrder, withEntrance])(address, chance),
    ),
    "number that is not there": missingNumber,
    "street alone": chance => {
      const index = chance.whole(0, streets.length - 1);
      const names = streetNames(index);
      const language = languageFor(names, chance);
      const name = inLanguage(names, language);
      const typed = chance.happens(0.4) ? slips(name, chance) : name;
      if (typed !== name && !isUnmistakable(typed, streets[index])) return null;
      const namesakes = places.filter(place =>
        aliasesOf(place.names).some(({ text }) => fold(text) === fold(name)),
      );
      const city = chance.happens(0.4)
        ? `, ${inLanguage(cityNames(streets[index]?.city ?? -1), language)}`
        : "";
      return {
        text: inSomeCase(typed + city, chance),
        answers: [...ofStreet(index), ...namesakes.flatMap(ofPlace)],
      };
    },
    "part of a street's name": chance => {
      const house = chance.pick(houses);
      const address = written(house, chance);
      const [, ...rest] = address.street.split(" ");
      const part = fold(rest.join(" "));
      const others = spellings.filter(
        ({ thing, folded }) => thing !== streets[house.street] && folded.includes(part),
      );
      if (!part || others.length > 0) return null;
      return { text: `${rest.join(" ")} ${address.number}`, answers: ofHouse(house) };
    },
    place: byPlace(name => name),
    "place, slips": byPlace((name, chance) => (fold(name).length < 6 ? null : slips(name, chance))),
    "part of a place's name": byPlace((name, chance) => {
      const words = name.split(" ");
      if (words.length < 3) return null;
      const part = words.toSpliced(chance.whole(0, words.length - 1), 1);
      const folded = part.map(fold);
      const fits = spellings.filter(spelling => folded.every(word => spelling.folded.includes(word)));
      return new Set(fits.map(({ thing }) => thing)).size === 1 ? part.join(" ") : null;
    }),
  };

  /** Between two known numbers of its side: right are the number itself, where it should be, and the nearer of the two. */
  function missingNumber(chance: Chance) {
    const house = chance.pick(numbered);
    const wanted = houseNumber(house.number + chance.pick([2, 4]));
    const street = houses.filter(other => other.street === house.street && other.city === house.city);
    if (street.some(other => sharesDoor(other, wanted))) return null;
    const side = street.filter(other => sideOf(other) === sideOf(wanted));
    const above = side.filter(({ number }) => number > wanted.number);
    if (above.length === 0) return null;
    const apart = (other: HouseRecord) =>
      Math.min(Math.abs(other.number - wanted.number), Math.abs(other.lastNumber - wanted.number));
    const least = Math.min(...side.map(apart));
    const address = written(house, chance);
    return {
      text: `${address.street} ${wanted.number}`,
      answers: [...ofNumber(house, wanted), ...side.filter(other => apart(other) === least).flatMap(ofHouse)],
    };
  }
}

/** The language of the sign, or one of its translations. */
const languageFor = (names: Names | undefined, chance: Chance): string =>
  chance.pick([
    "",
    ...Object.keys(names?.translated ?? {}).filter(language => ["fi", "sv", "en"].includes(language)),
  ]);
