import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** Names the folder into which a run of the suites collects what every server of a test has logged. */
export const LOGS_FOLDER = "TEST_LOGS_FOLDER";

/** Keeps what a server has printed, when somebody collects. */
export function collectLog(text: string): void {
  const folder = process.env[LOGS_FOLDER];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.log`), text);
}
