export interface Counts {
  passed: number;
  failed: number;
}

/**
 * Sums up one run of a test suite from its JUnit report and exit code. A run that crashed, left no report or ran
 * no test is one failure: silence must never look like success.
 */
export function countRun(report: string | null, exitCode: number): Counts {
  const root = /<testsuites\b[^>]*>/.exec(report ?? "")?.[0] ?? "";
  const [tests, failures, errors, skipped] = ["tests", "failures", "errors", "skipped"].map(name =>
    attribute(root, name),
  );
  const failed = (failures ?? 0) + (errors ?? 0);
  const passed = Math.max(0, (tests ?? 0) - failed - (skipped ?? 0));
  const ranNothing = passed + failed === 0;
  const crashed = exitCode !== 0 && failed === 0;
  return { passed, failed: ranNothing || crashed ? failed + 1 : failed };
}

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

function attribute(tag: string, name: string): number {
  return Number(new RegExp(`\\s${name}="(\\d+)"`).exec(tag)?.[1] ?? 0);
}
