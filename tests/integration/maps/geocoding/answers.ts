import type { Gazetteer } from "../../../../src/server/platform/maps/embedded/geocoding/gazetteer/gazetteer.ts";
import type { HouseRecord } from "../../../../src/server/platform/maps/embedded/geocoding/gazetteer/houses.ts";
import type { Names } from "../../../../src/server/platform/maps/embedded/geocoding/gazetteer/names.ts";
import type { PlaceRecord } from "../../../../src/server/platform/maps/embedded/geocoding/gazetteer/places.ts";
import {
  type HouseNumber,
  houseText,
} from "../../../../src/server/platform/maps/embedded/geocoding/words/house-number.ts";
import { LANGUAGES } from "../../../../src/server/platform/maps/embedded/geocoding/words/languages.ts";

/** The address of each thing of a gazetteer, as it may be answered in any language. */
export function createAnswers({ localities, streets }: Gazetteer) {
  const cityIn = (city: number, language: string) => inLanguage(localities[city]?.names, language);
  const streetIn = (street: number, language: string) => inLanguage(streets[street]?.names, language);

  const ofNumber = ({ street, city }: HouseRecord, number: HouseNumber): string[] =>
    everyLanguage(language => [`${streetIn(street, language)} ${houseText(number)}`, cityIn(city, language)]);
  return {
    ofNumber,
    /** In the languages that the street has a name in, that of the sign first. */
    ownOfHouse: (house: HouseRecord): string[] =>
      ["", ...Object.keys(streets[house.street]?.names.translated ?? {})].map(
        language =>
          `${streetIn(house.street, language)} ${houseText(house)}, ${cityIn(house.city, language)}`,
      ),
    ofHouse: (house: HouseRecord) => ofNumber(house, house),
    ofStreet: (street: number): string[] =>
      everyLanguage(language => [streetIn(street, language), cityIn(streets[street]?.city ?? -1, language)]),
    ofPlace: ({ names, street, house, city }: PlaceRecord): string[] =>
      everyLanguage(language => [
        inLanguage(names, language),
        street >= 0 ? `${streetIn(street, language)} ${house ? houseText(house) : ""}`.trim() : "",
        cityIn(city, language),
      ]),
    ofLocality: (index: number): string[] =>
      everyLanguage(language => [cityIn(index, language), cityIn(localities[index]?.city ?? -1, language)]),
  };
}

export const inLanguage = (names: Names | undefined, language: string): string =>
  names?.translated[language] ?? names?.main ?? "";

const everyLanguage = (write: (language: string) => string[]): string[] => [
  ...new Set(["", ...Object.keys(LANGUAGES)].map(language => write(language).filter(Boolean).join(", "))),
];
