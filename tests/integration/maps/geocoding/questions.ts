import { join } from "node:path";
import { createChance } from "../../../../src/server/features/demo/chance.ts";
import type { Point } from "../../../../src/shared/geo.ts";

/** Something that a person may type, and what is meant. */
export type Question = {
  text: string;
  /** What makes it hard; a row of the table. */
  kind: string;
  /** Any of these addresses is right, in whichever language they are written. */
  answers: string[];
  /** Where the person is; the nearest of a kind of place is asked for. */
  near?: Point;
};

export type QuestionSet = { licence: string; seed: string; questions: Question[] };

const FILE = join(import.meta.dir, "questions.jsonl");

/** The set that the search is judged by: a line about it, then a question a line. */
export async function readQuestions(): Promise<QuestionSet> {
  const [about = "", ...lines] = (await Bun.file(FILE).text()).trimEnd().split("\n");
  const questions = lines.map(line => JSON.parse(line) as Question);
  return { ...(JSON.parse(about) as Omit<QuestionSet, "questions">), questions };
}

export async function writeQuestions({ questions, ...about }: QuestionSet): Promise<void> {
  await Bun.write(FILE, `${[about, ...questions].map(line => JSON.stringify(line)).join("\n")}\n`);
}

/** The half that the search may be tuned by, and the one that it is judged by, of each kind alike. */
export function halves({ seed, questions }: Omit<QuestionSet, "licence">) {
  const chance = createChance(`${seed}/halves`);
  const tuned: Question[] = [];
  const heldOut: Question[] = [];
  for (const kind of Map.groupBy(questions, question => question.kind).values()) {
    const shuffled = kind
      .map(question => ({ question, at: chance.next() }))
      .sort((one, other) => one.at - other.at);
    const middle = Math.ceil(shuffled.length / 2);
    tuned.push(...shuffled.slice(0, middle).map(({ question }) => question));
    heldOut.push(...shuffled.slice(middle).map(({ question }) => question));
  }
  return { tuned, heldOut };
}
