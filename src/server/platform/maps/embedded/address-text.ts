/** Letters that Unicode does not decompose, as people type them on keyboards that lack them. */
const PLAIN: Record<string, string> = { ß: "ss", æ: "ae", ø: "o", đ: "d", ł: "l", þ: "th", ð: "d" };

/** Text as it is compared: no diacritics, lower case, words of letters and digits, single spaces. */
export const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßæøđłþð]/g, letter => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

export type HouseNumber = {
  number: number;
  /** Last number of a house that spans several ("13-15"); otherwise the same as `number`. */
  lastNumber: number;
  /** Lower-case letter of the entrance, or "". */
  letter: string;
};

/** "21", "21 B", "13-15", "7, floors 1-3"; null when it does not begin with a number. */
export function parseHouseNumber(text: string): HouseNumber | null {
  const match = /^\s*(\d{1,5})\s*(?:[-–]\s*(\d{1,5}))?\s*(\p{L})?(?!\p{L})/u.exec(text);
  if (!match?.[1]) return null;
  const number = Number(match[1]);
  const last = match[2] ? Number(match[2]) : number;
  return { number, lastNumber: Math.max(number, last), letter: fold(match[3] ?? "") };
}

export type ParsedAddress = {
  /** Folded street or name of a place. */
  name: string;
  house: HouseNumber | null;
  postcode: string | null;
  /** Folded words that name a city, or that nobody here knows; entrance, floor and country are gone. */
  locality: string;
};

const POSTCODE = /(?:^|[\s,])(?:fi-?)?(\d{5})(?=$|[\s,])/i;
/** Parts of an address that say where inside a house, or which country; they do not change the place. */
const INSIDE_HOUSE =
  /\b(?:\d+|[a-z]|as|krs|kerros|apt|floor|flat|lgh|vaning|porras|rappu|door|finland|suomi|fi)\b/g;

/**
 * Takes an address apart. The house number is the first number that follows a letter ("Aleksanterinkatu 21"), or the
 * one before the name ("21 Aleksanterinkatu"). Without a number, what follows the first comma is the locality.
 */
export function parseAddress(text: string): ParsedAddress {
  const postcode = POSTCODE.exec(text)?.[1] ?? null;
  const rest = postcode ? text.replace(POSTCODE, " , ") : text;
  const numbered =
    /^(?<name>.*?\p{L}[^\d]*?)[\s,]*(?<house>\d{1,5}(?:\s*[-–]\s*\d{1,5})?(?:\s?\p{L}(?!\p{L}))?)(?<tail>.*)$/u.exec(
      rest,
    );
  const leading = /^\s*(?<house>\d{1,5}(?:\s?\p{L}(?!\p{L}))?)\s+(?<name>\p{L}[^,\d]*)(?<tail>.*)$/u.exec(
    rest,
  );
  const parts = numbered?.groups ?? leading?.groups;
  const [bareName = "", ...bareTail] = rest.split(",").filter(part => part.trim());
  const { name = bareName, house = "", tail = bareTail.join(" ") } = parts ?? {};
  return {
    name: fold(name.split(",").findLast(part => part.trim()) ?? ""),
    house: parseHouseNumber(house),
    postcode,
    locality: fold(fold(tail).replace(INSIDE_HOUSE, " ")),
  };
}

function trigrams(text: string): Map<string, number> {
  const padded = `  ${text} `;
  const counts = new Map<string, number>();
  for (let start = 0; start + 3 <= padded.length; start++) {
    const gram = padded.slice(start, start + 3);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** Share of common trigrams of two folded texts, 0 to 1 (Sørensen-Dice coefficient). */
export function resemblance(one: string, other: string): number {
  const left = trigrams(one);
  let common = 0;
  for (const [gram, count] of trigrams(other)) common += Math.min(count, left.get(gram) ?? 0);
  return (2 * common) / (one.length + other.length + 2);
}
