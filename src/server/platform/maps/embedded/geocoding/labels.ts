import type { IndexReader, Thing } from "./search-index/reader.ts";
import { houseText } from "./words/house-number.ts";

/** Writes addresses in the language of the question, as far as the extract has names in it. */
export type Labels = ReturnType<typeof createLabels>;

export function createLabels(index: IndexReader) {
  const nameOf = (id: number | null, languages: readonly string[]) => {
    const thing = id === null ? null : index.thing(id);
    return thing ? inLanguage(thing, languages) : "";
  };

  return {
    door(street: Thing, text: string, cityId: number | null, languages: readonly string[]): string {
      return joined(`${inLanguage(street, languages)} ${text}`, nameOf(cityId, languages));
    },

    /** A street or a place, with the address of its own that a place may have. */
    thing(thing: Thing, languages: readonly string[]): string {
      const street = nameOf(thing.streetId, languages);
      const number = thing.house ? ` ${houseText(thing.house)}` : "";
      return joined(inLanguage(thing, languages), street && street + number, nameOf(thing.cityId, languages));
    },
  };
}

const joined = (...parts: string[]) => parts.filter(Boolean).join(", ");

/** The name in the first of the languages that the thing has one in, else that on the sign. */
function inLanguage({ names }: Thing, languages: readonly string[]): string {
  const byLanguage = JSON.parse(names) as Record<string, string>;
  const language = languages.find(code => code in byLanguage) ?? "";
  return byLanguage[language] ?? "";
}
