/**
 * Run as a program: `make-questions.program.ts <seed>` writes the questions about the demo city anew. A set that was
 * looked at is used up: who has tuned by it draws another seed.
 */
import { readExtract } from "../../../../src/server/platform/maps/folder/read-extract.ts";
import { EXTRACT } from "../../../support/demo-city.ts";
import { handWritten } from "./hand-written.ts";
import { makeQuestions } from "./make-questions.ts";
import { writeQuestions } from "./questions.ts";

const [seed] = process.argv.slice(2);
if (!seed) throw new Error("usage: make-questions.program.ts <seed>");
const gazetteer = readExtract(EXTRACT).gazetteer;
await writeQuestions({
  licence:
    "Names and addresses © OpenStreetMap contributors, Open Database License 1.0: see assets/demo-city/DATA-LICENSE",
  seed,
  questions: [...makeQuestions(gazetteer, seed), ...handWritten(gazetteer)],
});
