import { describe, expect, test } from "bun:test";
import { countRun } from "../../../scripts/verify/junit.ts";

const report = (attributes: string) =>
  `<?xml version="1.0"?>\n<testsuites name="bun test" ${attributes} time="0.1">\n<testsuite tests="9" failures="9"/>\n</testsuites>`;

describe("summing up a suite", () => {
  test("counts what passed, leaving skipped tests out", () => {
    expect(countRun(report('tests="5" assertions="7" failures="0" skipped="2"'), 0)).toEqual({
      passed: 3,
      failed: 0,
    });
  });

  test("counts failures and errors apart from what passed", () => {
    expect(countRun(report('tests="5" failures="1" errors="1" skipped="0"'), 1)).toEqual({
      passed: 3,
      failed: 2,
    });
  });

  test("a suite that crashed after its tests passed has failed", () => {
    expect(countRun(report('tests="5" failures="0" skipped="0"'), 1)).toEqual({ passed: 5, failed: 1 });
  });

  test("a suite that ran no test has failed, even with exit code 0", () => {
    expect(countRun(report('tests="0" failures="0" skipped="0"'), 0)).toEqual({ passed: 0, failed: 1 });
    expect(countRun(report('tests="3" failures="0" skipped="3"'), 0)).toEqual({ passed: 0, failed: 1 });
  });

  test("a suite without a report, or with a broken one, has failed", () => {
    expect(countRun(null, 0)).toEqual({ passed: 0, failed: 1 });
    expect(countRun("<testsui", 0)).toEqual({ passed: 0, failed: 1 });
    expect(countRun(null, -1)).toEqual({ passed: 0, failed: 1 });
  });
});
