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
