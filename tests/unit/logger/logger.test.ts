import { expect, test } from "bun:test";
import { runProgram } from "../../support/process.ts";

/** What a stranger may write into a name, an address or a header, so that it looks like lines of ours. */
const HOSTILE = [
  '\n{"level":50,"msg":"forged"}',
  "\r\nforged",
  "\u2028forged\u2029",
  "\u001b[2Kforged",
  "\u0000forged",
];

async function logged(program: string): Promise<string[]> {
  const source = `import { createLogger } from "./src/server/platform/logger/logger.ts"; const logger = createLogger("info"); ${program}`;
  await using run = runProgram(["-e", source]);
  expect(await run.exited).toBe(0);
  return run.output().split("\n").filter(Boolean);
}

test("one entry is one line of JSON, whatever was written into it", async () => {
  const texts = JSON.stringify(HOSTILE);
  const lines = await logged(
    `for (const text of ${texts}) logger.warn({ path: text, err: new Error(text), [text]: text }, text)`,
  );
  expect(lines.length).toBe(HOSTILE.length);
  for (const [i, line] of lines.entries()) {
    expect(JSON.parse(line)).toMatchObject({ level: 40, msg: HOSTILE[i], path: HOSTILE[i] });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(line).not.toMatch(/[\u0000-\u001f]/);
  }
});

test("what opens an account is left out by its name", async () => {
  const [line = ""] = await logged(
    `logger.info({ input: { password: "5ecret", refreshToken: "5ecret" }, headers: { authorization: "5ecret", cookie: "5ecret" }, user: { accessToken: "5ecret" } }, "seen")`,
  );
  expect(line).toContain("seen");
  expect(line).not.toContain("5ecret");
});
