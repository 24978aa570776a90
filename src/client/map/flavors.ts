import { type Flavor, namedFlavor } from "@protomaps/basemaps";

export type Theme = "light" | "dark";

const LABELS_OF_DAY = {
  roads_label_minor: "#606a68",
  roads_label_major: "#525c5a",
  ocean_label: "#4c6675",
  subplace_label: "#606a68",
  city_label: "#3f4847",
  address_label: "#606a68",
};
const LABELS_OF_NIGHT = {
  roads_label_minor: "#858b8a",
  roads_label_major: "#939a98",
  ocean_label: "#98a1b1",
  subplace_label: "#858b8a",
  city_label: "#a3aaa8",
  address_label: "#858b8a",
};

/**
 * Protomaps' flavours, as signs and ways need them: by day the white one with a ground that its white streets stand out
 * from, and water and parks in their colours, all so pale that whatever lies on them is darker; by day and by night names
 * that can be read. As hexadecimal numbers, for the painter mixes them.
 */
export const FLAVORS = {
  light: {
    ...namedFlavor("white"),
    background: "#ebeae4",
    earth: "#ebeae4",
    park_a: "#cfe3cd",
    park_b: "#cfe3cd",
    wood_a: "#c9dfc8",
    wood_b: "#c9dfc8",
    scrub_a: "#d8e6d2",
    scrub_b: "#d8e6d2",
    zoo: "#d8e6d2",
    hospital: "#f0e0df",
    school: "#e9e3d4",
    industrial: "#e3e3e0",
    sand: "#efe8d2",
    beach: "#efe8d2",
    pedestrian: "#f3f2ed",
    aerodrome: "#e3e3e0",
    runway: "#d4d4d0",
    water: "#b5d2df",
    pier: "#f3f2ed",
    buildings: "#d9d6cc",
    major: "#ffffff",
    railway: "#8f9896",
    boundaries: "#8f9896",
    ...LABELS_OF_DAY,
  },
  dark: { ...namedFlavor("dark"), ...LABELS_OF_NIGHT },
} as const satisfies Record<Theme, Flavor>;
