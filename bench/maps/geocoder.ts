import { Geocoder, writeIndex } from "../../src/server/platform/maps/embedded/geocoding/index.ts";
import { readExtract } from "../../src/server/platform/maps/folder/read-extract.ts";
import { halves, readQuestions } from "../../tests/integration/maps/geocoding/questions.ts";
import { answer, type Score, scoreOf } from "../../tests/integration/maps/geocoding/score.ts";
import { EXTRACT } from "../../tests/support/demo-city.ts";
import { temporaryFolder } from "../../tests/support/temporary-folder.ts";
import { fastest, type Summary, summary, type Times, table } from "../measure.ts";
import { askForHousesLeftOut } from "./left-out.ts";

const AIM = { first: 92, inTopThree: 97, p99: 5 };
/** The fastest of so many turns is the question's time: other programs on the machine only ever add to it. */
const TURNS = 5;

/** Prints how often the geocoder is right on the labelled questions, and how long it takes. */
export async function printGeocoder(): Promise<void> {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/city.sqlite`;
  const { gazetteer } = readExtract(EXTRACT);
  writeIndex(gazetteer, path);
  const loading = performance.now();
  using geocoder = new Geocoder(path);
  const loadMs = performance.now() - loading;

  const set = await readQuestions();
  const { houses, streets, places } = gazetteer;
  const { tuned, heldOut } = halves(set);
  const kinds = [...Map.groupBy(heldOut, ({ kind }) => kind)];
  const finished: Times = [];
  const typing: Times = [];
  for (const question of set.questions) {
    finished.push(await fastest(TURNS, async () => answer(geocoder, question)));
    typing.push(await fastest(TURNS, async () => suggest(geocoder, question.text)));
  }

  console.log(`## Finding addresses\n
${set.questions.length} labelled questions about the demo city (${houses.length} addresses, ${streets.length} streets, ${places.length} places), seed
"${set.seed}", in two halves; nothing was tuned by the second one. Delivered: right and certain enough to send a parcel
without asking. Misled: wrong, and sent all the same.
`);
  console.log(
    table(
      ["", "questions", "right first %", "in the top 3 %", "delivered %", "misled"],
      [
        row("**half tuned by**", scoreOf(geocoder, tuned)),
        row("**half held out**", scoreOf(geocoder, heldOut)),
        ...kinds.map(([kind, questions]) => row(kind, scoreOf(geocoder, questions))),
      ],
    ),
  );
  console.log(`
Aims: ${AIM.first} % first, ${AIM.inTopThree} % in the top 3, ${AIM.p99} ms at p99. A question takes ${inWords(summary(finished))}, suggestions for
half of its letters ${inWords(summary(typing))} (the fastest of ${TURNS} turns each). Loading the index takes ${loadMs.toFixed(0)} ms.

${askForHousesLeftOut(path, gazetteer, geocoder)}
`);
}

const row = (name: string, { count, first, inTopThree, delivered, misled }: Score) => {
  const percent = (some: number) => ((100 * some) / count).toFixed(1);
  return [name, String(count), percent(first), percent(inTopThree), percent(delivered), String(misled)];
};

const inWords = ({ p50, p99 }: Summary) => `${p50.toFixed(2)} ms at p50 and ${p99.toFixed(2)} ms at p99`;

const suggest = (geocoder: Geocoder, text: string) =>
  geocoder.search(text.slice(0, Math.ceil(text.length / 2)), { limit: 8, unfinished: true });
