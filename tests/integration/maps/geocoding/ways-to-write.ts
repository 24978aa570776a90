import type { Chance } from "../../../../src/server/features/demo/chance.ts";
import { slip } from "./slips.ts";

/** An address in one language. */
export type Written = { street: string; number: string; city: string; postcode: string };

export const inSomeCase = (text: string, chance: Chance): string =>
  chance.pick([text, text, text.toLowerCase(), text.toLowerCase(), text.toUpperCase()]);

export const same = (street: string) => street;

/** One slip, and a second one in every third long name. */
export function slips(text: string, chance: Chance): string {
  const once = slip(text, chance);
  return text.length >= 9 && chance.happens(0.33) ? slip(once, chance) : once;
}

export const plainly = ({ street, number, city, postcode }: Written, chance: Chance): string =>
  chance.pick([
    `${street} ${number}`,
    `${street} ${number}`,
    `${street} ${number}, ${city}`,
    `${street} ${number} ${city}`,
    `${street} ${number}, ${postcode} ${city}`,
  ]);

export const inOtherOrder = ({ street, number, city, postcode }: Written, chance: Chance): string =>
  chance.pick([
    `${number} ${street}`,
    `${number} ${street}, ${city}`,
    `${number}, ${street}, ${city} ${postcode}`,
    `${city}, ${street} ${number}`,
    `${city} ${street} ${number}`,
    `${postcode} ${city}, ${street} ${number}`,
    `${postcode} ${street} ${number}`,
    `${street} ${number} ${postcode}`,
    `${city}, ${number} ${street}`,
    `${street}, ${city} ${number}`,
  ]);

export const withEntrance = ({ street, number, city, postcode }: Written, chance: Chance): string => {
  const place = chance.pick([
    ` A ${chance.whole(1, 60)}`,
    ` as ${chance.whole(1, 40)}`,
    `, ${chance.whole(1, 7)}. krs`,
    `, ${chance.whole(2, 7)}th floor`,
    ` lgh ${chance.whole(1, 40)}`,
    `, våning ${chance.whole(1, 7)}`,
    ` B, ${chance.whole(1, 7)}. kerros`,
    `, c/o Nieminen`,
    `, apt ${chance.whole(1, 40)}`,
  ]);
  const end = chance.pick([
    "",
    `, ${city}`,
    `, ${postcode} ${city}`,
    `, ${city}, Finland`,
    `, FI-${postcode} ${city}`,
  ]);
  return `${street} ${number}${place}${end}`;
};

export const afterName = ({ street, number, city }: Written, chance: Chance): string => {
  const name = chance.pick(["Matti Nieminen", "MedPharm Oy", "Ward 4", "Anna Lindström", "Dr. Virtanen"]);
  return chance.pick([
    `${name}, ${street} ${number}`,
    `${name} ${street} ${number}`,
    `${name}, ${street} ${number}, ${city}`,
  ]);
};

const SHORT: [ending: RegExp, short: string][] = [
  [/katu$/, "k."],
  [/katu$/, "k"],
  [/gatan$/, "g."],
  [/gatan$/, "g"],
  [/tie$/, "t."],
  [/vägen$/, "v."],
  [/stra(ß|ss)e$/i, "str."],
  [/esplanad(i|en)$/i, "espl."],
  [/ranta$/, "r."],
];

/** "Aleksanterink.", "Pohj. Makasiinikatu", "N. Esplanaden" */
export function shortened(street: string, chance: Chance): string {
  const words = street.split(" ");
  const [first = ""] = words;
  if (words.length > 1 && first.length > 4 && chance.happens(0.5))
    return [`${first.slice(0, chance.pick([1, 4]))}.`, ...words.slice(1)].join(" ");
  const fitting = SHORT.filter(([ending]) => ending.test(street));
  if (fitting.length === 0) return street;
  const [ending, short] = chance.pick(fitting);
  return street.replace(ending, short);
}

/** "Aleksanterin katu", "YrjöKoskisenkatu" */
export function respaced(street: string, chance: Chance): string {
  if (/[ -]/.test(street) && chance.happens(0.8)) return street.replace(/[ -]/, "");
  return street.replace(
    /(?<=\p{L}{3})(katu|tie|kuja|ranta|gatan|vägen|kajen|platsen|strasse|straße)$/u,
    " $1",
  );
}
