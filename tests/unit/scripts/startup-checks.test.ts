import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimDataDir, dataDirOwner, requireSpace } from "../../../src/server/platform/startup/data-dir.ts";
import {
  describeStartupProblem,
  StartupProblem,
} from "../../../src/server/platform/startup/startup-problem.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "medex-test-checks-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a nearly full disk is one clear message with ways out", () => {
  const attempt = () => requireSpace(folder, () => 150);
  expect(attempt).toThrow(StartupProblem);
  expect(attempt).toThrow(/only 150 MB are free/);
  expect(() => requireSpace(folder, () => 200)).not.toThrow();
});

test("a data folder belongs to one holder until that one lets go", () => {
  const claim = claimDataDir(folder);
  expect(dataDirOwner(folder)).toBe(process.pid);
  expect(() => claimDataDir(folder)).toThrow(`as process ${process.pid}`);
  claim[Symbol.dispose]();
  expect(dataDirOwner(folder)).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

test("a claim of a dead process, or of another process with its pid, is taken over", () => {
  for (const stale of [
    { pid: 2 ** 22 + 1, identity: "gone", folder },
    { pid: process.pid, identity: "an earlier process with this pid", folder },
  ]) {
    writeFileSync(join(folder, "running.json"), JSON.stringify(stale));
    claimDataDir(folder)[Symbol.dispose]();
  }
});

test("a claim that was copied along with its folder, or is unreadable, does not count", () => {
  using _claim = claimDataDir(folder);
  const copy = mkdtempSync(join(tmpdir(), "medex-test-checks-"));
  try {
    writeFileSync(join(copy, "running.json"), JSON.stringify({ pid: process.pid, identity: "x", folder }));
    claimDataDir(copy)[Symbol.dispose]();
    writeFileSync(join(copy, "running.json"), "{ half");
    claimDataDir(copy)[Symbol.dispose]();
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

test("a problem is shown with its meaning and each way out, and without a stack", () => {
  const text = describeStartupProblem(
    new StartupProblem({ problem: "it rains.", meaning: "You get wet.", wayOut: ["an umbrella", "stay in"] }),
  );
  expect(text).toBe(
    "\nMedEx Delivery cannot run: it rains.\nYou get wet.\nWhat to do:\n  - an umbrella\n  - stay in\n",
  );
});
