import { fold } from "./folding.ts";

/*
 * What the geocoder knows of languages, as data. A city elsewhere needs a row here at most: names, their translations,
 * cities and the shape of postcodes come from its extract, names of its country from the runtime's Unicode data.
 */

/** Kinds of places that people look for by a word, whatever the sign on the door says. */
export const CATEGORIES = [
  "pharmacy",
  "clinic",
  "hospital",
  "doctors",
  "dentist",
  "veterinary",
  "laboratory",
  "station",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Values of OpenStreetMap's amenity, healthcare, shop and railway tags that are looked for by another name. */
export const CATEGORY_OF_TAG: Record<string, Category> = {
  centre: "clinic",
  doctor: "doctors",
  chemist: "pharmacy",
  sample_collection: "laboratory",
};

/** Kinds that are looked for together: a clinic is full of doctors, and signs do not tell them apart. */
export const ALSO: Partial<Record<Category, readonly Category[]>> = {
  clinic: ["doctors"],
  doctors: ["clinic"],
};

type Language = {
  categories: Record<Category, readonly string[]>;
  /** Ends of street names, or words of them, that tell little about which street it is. */
  streets: readonly string[];
  /** Short forms that are not simply the beginning of the word. */
  short?: Record<string, string>;
  /** Where inside a house: words that stand by a number or a letter. */
  inside: readonly string[];
  /** Words between the parts of a question. */
  filler: readonly string[];
  /** What stands before somebody's name. */
  careOf?: readonly string[];
};

/** By ISO 639-1 code. The order is that in which equal translations of a name are told apart. */
export const LANGUAGES: Record<string, Language> = {
  en: {
    categories: {
      pharmacy: ["pharmacy", "pharmacies", "chemist", "drugstore"],
      clinic: ["clinic", "clinics", "health centre", "health center", "medical centre", "medical center"],
      hospital: ["hospital", "hospitals"],
      doctors: ["doctor", "doctors", "physician"],
      dentist: ["dentist", "dentists"],
      veterinary: ["vet", "veterinary", "veterinarian"],
      laboratory: ["laboratory", "lab"],
      station: ["station", "railway station", "train station"],
    },
    streets: ["street", "road", "avenue", "lane", "drive", "square", "way", "place", "court"],
    short: {
      st: "street",
      ave: "avenue",
      rd: "road",
      dr: "drive",
      pl: "place",
      sq: "square",
      blvd: "boulevard",
      ln: "lane",
      hwy: "highway",
      pkwy: "parkway",
      ct: "court",
      n: "north",
      e: "east",
      s: "south",
      w: "west",
    },
    inside: [
      "apt",
      "apartment",
      "flat",
      "floor",
      "fl",
      "unit",
      "suite",
      "ste",
      "rm",
      "bldg",
      "building",
      "buzzer",
      "room",
      "door",
      "entrance",
      "stair",
      "staircase",
      "level",
    ],
    filler: ["no", "nr", "near", "nearest", "at", "in", "by", "the", "of", "to", "next", "close"],
    careOf: ["c o", "att", "attn", "attention"],
  },
  fi: {
    categories: {
      pharmacy: ["apteekki", "apteekit"],
      clinic: ["klinikka", "terveysasema", "terveyskeskus", "lääkäriasema", "lääkärikeskus"],
      hospital: ["sairaala", "sairaalat"],
      doctors: ["lääkäri", "lääkärit"],
      dentist: ["hammaslääkäri", "hammaslääkärit"],
      veterinary: ["eläinlääkäri"],
      laboratory: ["laboratorio"],
      station: ["asema", "rautatieasema"],
    },
    streets: ["katu", "tie", "kuja", "polku", "tori", "aukio", "ranta", "rinne", "kaari", "raitti", "väylä"],
    short: { hki: "helsinki", tre: "tampere", k: "katu", t: "tie" },
    inside: [
      ...["as", "asunto", "krs", "kerros", "rappu", "porras", "porraskäytävä", "huone", "ovi", "sisäpiha"],
      ...["lh", "liikehuoneisto", "ovikoodi", "koodi", "summeri"],
    ],
    filler: ["nro", "numero", "lähellä", "lähin", "luona"],
  },
  sv: {
    categories: {
      pharmacy: ["apotek", "apoteket"],
      clinic: ["klinik", "hälsostation", "hälsocentral", "vårdcentral", "läkarstation"],
      hospital: ["sjukhus", "sjukhuset"],
      doctors: ["läkare", "doktor"],
      dentist: ["tandläkare"],
      veterinary: ["veterinär"],
      laboratory: ["laboratorium"],
      station: ["station", "järnvägsstation"],
    },
    streets: [
      "gatan",
      "gata",
      "vägen",
      "väg",
      "gränden",
      "gränd",
      "stigen",
      "torget",
      "torg",
      "platsen",
      "kajen",
      "allén",
    ],
    short: { hfors: "helsingfors" },
    inside: ["lgh", "lägenhet", "våning", "vån", "tr", "trappa", "uppgång", "dörr", "rum", "bostad"],
    filler: ["nära", "vid", "i", "på", "närmaste"],
  },
  de: {
    categories: {
      pharmacy: ["apotheke"],
      clinic: ["klinik", "ärztehaus", "gesundheitszentrum"],
      hospital: ["krankenhaus", "spital"],
      doctors: ["arzt", "ärztin", "arztpraxis"],
      dentist: ["zahnarzt", "zahnärztin"],
      veterinary: ["tierarzt", "tierärztin"],
      laboratory: ["labor"],
      station: ["bahnhof", "hauptbahnhof"],
    },
    streets: ["strasse", "weg", "gasse", "platz", "allee", "ring", "ufer", "damm"],
    short: { bhf: "bahnhof", hbf: "hauptbahnhof" },
    inside: [
      "wohnung",
      "whg",
      "stock",
      "stiege",
      "etage",
      "og",
      "eg",
      "top",
      "tür",
      "haus",
      "hinterhaus",
      "links",
      "rechts",
    ],
    filler: ["nahe", "bei", "in", "am", "an", "der", "die", "das", "nächste"],
    careOf: ["z hd", "zhd"],
  },
  da: {
    categories: {
      pharmacy: ["apotek", "apoteket"],
      clinic: ["klinik", "sundhedshus", "lægehus"],
      hospital: ["hospital", "sygehus"],
      doctors: ["læge"],
      dentist: ["tandlæge"],
      veterinary: ["dyrlæge"],
      laboratory: ["laboratorium"],
      station: ["station", "banegård"],
    },
    streets: ["gade", "vej", "stræde", "plads", "torv", "allé"],
    inside: ["sal", "lejlighed", "lejl", "tv", "th", "mf", "st", "dør", "opgang"],
    filler: ["nær", "ved", "i", "på"],
  },
  nb: {
    categories: {
      pharmacy: ["apotek", "apoteket"],
      clinic: ["klinikk", "legesenter", "helsestasjon"],
      hospital: ["sykehus", "sjukehus"],
      doctors: ["lege"],
      dentist: ["tannlege"],
      veterinary: ["dyrlege", "veterinær"],
      laboratory: ["laboratorium"],
      station: ["stasjon"],
    },
    streets: ["gate", "gata", "vei", "veien", "veg", "vegen", "plass", "torg", "torget"],
    short: { gt: "gate", v: "vei" },
    inside: ["leilighet", "leil", "etg", "etasje", "oppgang", "dør"],
    filler: ["nær", "ved", "i", "på"],
  },
  et: {
    categories: {
      pharmacy: ["apteek"],
      clinic: ["kliinik", "tervisekeskus", "perearstikeskus"],
      hospital: ["haigla"],
      doctors: ["arst", "perearst"],
      dentist: ["hambaarst"],
      veterinary: ["loomaarst"],
      laboratory: ["labor"],
      station: ["jaam", "raudteejaam"],
    },
    streets: ["tänav", "tee", "maantee", "puiestee", "väljak", "plats"],
    short: { tn: "tänav", mnt: "maantee", pst: "puiestee" },
    inside: ["korter", "krt", "korrus", "trepikoda", "uks"],
    filler: ["lähedal", "juures"],
  },
  fr: {
    categories: {
      pharmacy: ["pharmacie"],
      clinic: ["clinique", "centre de santé", "maison de santé"],
      hospital: ["hôpital", "centre hospitalier"],
      doctors: ["médecin", "docteur"],
      dentist: ["dentiste"],
      veterinary: ["vétérinaire"],
      laboratory: ["laboratoire"],
      station: ["gare"],
    },
    streets: ["rue", "avenue", "boulevard", "place", "chemin", "impasse", "quai", "allée", "route"],
    short: { bd: "boulevard", bvd: "boulevard", rte: "route", ch: "chemin" },
    inside: [
      "étage",
      "appartement",
      "appt",
      "escalier",
      "esc",
      "porte",
      "bâtiment",
      "bât",
      "droite",
      "gauche",
      "interphone",
    ],
    filler: ["près", "de", "du", "des", "la", "le", "les", "l", "d", "à", "au", "aux", "chez"],
  },
  es: {
    categories: {
      pharmacy: ["farmacia"],
      clinic: ["clínica", "centro de salud", "consultorio"],
      hospital: ["hospital"],
      doctors: ["médico", "doctor"],
      dentist: ["dentista"],
      veterinary: ["veterinario"],
      laboratory: ["laboratorio"],
      station: ["estación"],
    },
    streets: ["calle", "avenida", "plaza", "paseo", "camino", "carretera", "ronda"],
    short: { avda: "avenida", ctra: "carretera", cra: "carrera", pza: "plaza", c: "calle", cl: "calle" },
    inside: ["piso", "puerta", "escalera", "planta", "bajo", "apartamento", "apto", "izq", "dcha"],
    filler: ["cerca", "de", "del", "la", "el", "los", "las", "en"],
  },
  it: {
    categories: {
      pharmacy: ["farmacia"],
      clinic: ["clinica", "ambulatorio", "poliambulatorio"],
      hospital: ["ospedale"],
      doctors: ["medico", "dottore"],
      dentist: ["dentista"],
      veterinary: ["veterinario"],
      laboratory: ["laboratorio"],
      station: ["stazione"],
    },
    streets: ["via", "viale", "piazza", "corso", "vicolo", "largo", "strada"],
    short: { pzza: "piazza", cso: "corso", vle: "viale" },
    inside: ["interno", "int", "piano", "scala", "citofono"],
    filler: ["vicino", "a", "di", "del", "della", "in", "presso"],
  },
  nl: {
    categories: {
      pharmacy: ["apotheek"],
      clinic: ["kliniek", "gezondheidscentrum"],
      hospital: ["ziekenhuis"],
      doctors: ["huisarts", "arts", "dokter"],
      dentist: ["tandarts"],
      veterinary: ["dierenarts"],
      laboratory: ["laboratorium"],
      station: ["station"],
    },
    streets: ["straat", "weg", "laan", "plein", "gracht", "kade", "steeg", "dijk"],
    inside: ["verdieping", "etage", "appartement", "kamer", "bus", "hs"],
    filler: ["bij", "nabij", "in", "aan", "de", "het"],
  },
};

const ALL = Object.values(LANGUAGES);

/** Folded words by folded short form. */
export const SHORT_FORMS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ...Map.groupBy(
      ALL.flatMap(({ short }) => Object.entries(short ?? {})),
      ([form]) => fold(form),
    ),
  ].map(([form, meanings]) => [form, meanings.map(([, word]) => fold(word))]),
);

/** Folded ends of street names, the longest first. */
export const STREET_ENDS: readonly string[] = [
  ...new Set(ALL.flatMap(({ streets }) => streets.map(fold))),
].sort((one, other) => other.length - one.length);

export const CATEGORY_WORDS = Object.entries(LANGUAGES).flatMap(([language, { categories }]) =>
  CATEGORIES.flatMap(category =>
    categories[category].map(text => ({ text, meaning: { category, language } })),
  ),
);

export type SmallWord = "country" | "inside" | "filler" | "careOf";

export const SMALL_WORDS: readonly { text: string; meaning: SmallWord }[] = ALL.flatMap(
  ({ inside, filler, careOf = [] }) => [
    ...inside.map(text => ({ text, meaning: "inside" as const })),
    ...filler.map(text => ({ text, meaning: "filler" as const })),
    ...careOf.map(text => ({ text, meaning: "careOf" as const })),
  ],
);

/** What a country is called in each of the languages; `country` is ISO 3166-1 alpha-2. */
export const countryNames = (country: string): string[] =>
  /^[A-Z]{2}$/.test(country)
    ? [country, ...Object.keys(LANGUAGES).flatMap(language => nameOfCountry(country, language) ?? [])]
    : [];

const nameOfCountry = (country: string, language: string) =>
  new Intl.DisplayNames([language], { type: "region", fallback: "none" }).of(country);
