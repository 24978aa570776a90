import { StartupProblem } from "../../startup/startup-problem.ts";

/** That a file of a map cannot be opened: `problem` is its name and what is wrong. */
export const spoiltFile = (problem: string, meaning: string, cause: unknown): StartupProblem =>
  new StartupProblem(
    {
      problem,
      meaning,
      wayOut: [
        "in the data folder: remove it, and the next start makes it again from the extract",
        "in a map folder of your own: build that anew, bun run map build city.osm.pbf --out FOLDER",
      ],
    },
    { cause },
  );
