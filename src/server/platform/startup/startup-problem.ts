interface StartupProblemText {
  /** What happened, in one line. */
  problem: string;
  /** What it means for the person who typed the command. */
  meaning: string;
  /** What to do, as commands or settings that can be copied. */
  wayOut: string[];
}

/** A reason why the product cannot start that its operator can fix; shown as one message, never with a stack. */
export class StartupProblem extends Error {
  override readonly name = "StartupProblem";
  readonly problem: string;
  readonly meaning: string;
  readonly wayOut: string[];

  constructor(text: StartupProblemText, options?: { cause?: unknown }) {
    super(text.problem, options);
    this.problem = text.problem;
    this.meaning = text.meaning;
    this.wayOut = text.wayOut;
  }
}

/** The one message an operator sees: the problem, what it means, and the ways out as a list. */
export function describeStartupProblem(
  problem: StartupProblem,
  heading = "MedEx Delivery cannot run",
): string {
  const ways = problem.wayOut.map(way => `  - ${way}`).join("\n");
  return `\n${heading}: ${problem.problem}\n${problem.meaning}\nWhat to do:\n${ways}\n`;
}
