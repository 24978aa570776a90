import { StartupProblem } from "../../startup/startup-problem.ts";

const DOWNLOAD_ANEW = "download it again, and compare its size and checksum with those of the download page";
const CONVERT = "convert it: osmium cat FILE -o city.osm.pbf";

/** What can be wrong with a file that is to be an extract, and what to do about it. */
const REASONS = {
  missing: ["there is no such file", "check the path"],
  unreadable: ["it cannot be read", "give this user the right to read it: chmod a+r FILE"],
  folder: ["it is a folder", "name the .osm.pbf file in it"],
  empty: ["it is empty", DOWNLOAD_ANEW],
  page: [
    "it is a web page, as a download saves that was answered with an error or a log-in",
    "open the link in a browser, and save the .osm.pbf file itself",
  ],
  xml: ["it is OpenStreetMap in XML, not in PBF", CONVERT],
  packed: ["it is packed once more (gzip, bzip2, xz or zip)", "unpack it first"],
  foreign: ["it is no OpenStreetMap extract in PBF", "get one that ends in .osm.pbf"],
  truncated: ["it ends in the middle, as a download does that was interrupted", DOWNLOAD_ANEW],
  damaged: ["it is damaged", DOWNLOAD_ANEW],
  compression: ["its blocks are packed in a way that is not read here", CONVERT],
  feature: ["it needs a feature of the format that is not read here", CONVERT],
  nodeless: [
    "the places of its nodes were put into its ways (LocationsOnWays), which is not read here",
    "use the extract that it was made of",
  ],
  unsorted: ["its elements are not sorted", "sort it: osmium sort FILE -o city.osm.pbf"],
  area: [
    "no map can be made of its area",
    "cut a city out of it: osmium extract --strategy smart --bbox WEST,SOUTH,EAST,NORTH FILE -o city.osm.pbf",
  ],
  nothing: ["it holds no streets", "cut an extract of a place where people live"],
} as const satisfies Record<string, readonly [what: string, wayOut: string]>;

/** Why a file cannot be used as an extract, as one message for the person who named it. */
export function extractProblem(
  path: string,
  reason: keyof typeof REASONS,
  detail = "",
  cause?: unknown,
): StartupProblem {
  const [what, wayOut] = REASONS[reason];
  return new StartupProblem(
    {
      problem: `${path}: ${what}${detail && ` (${detail})`}.`,
      meaning:
        "A map is made of an OpenStreetMap extract, a file that ends in .osm.pbf. Nothing was changed.",
      wayOut: [wayOut],
    },
    { cause },
  );
}
