import { expect, test } from "bun:test";
import { showProgress } from "../../../src/server/scripts/map-progress.ts";

function screen(options: { isTTY?: boolean; columns?: number }) {
  let [text, nowMs] = ["", 0];
  const progress = showProgress({ ...options, write: more => (text += more) }, () => nowMs);
  /** What a person sees in the end: each line as it was last written. */
  const seen = () => text.split("\n").map(line => line.split("\r\x1b[K").at(-1) ?? "");
  return {
    progress,
    seen,
    raw: () => text,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

test("a terminal shows a bar that grows, and then how long it took", () => {
  const { progress, seen, pass } = screen({ isTTY: true, columns: 100 });
  progress.begin("Base map");
  expect(seen()).toEqual(["[..............................]  0 %  Base map"]);
  pass(1_000);
  progress.progress(0.5);
  expect(seen()).toEqual(["[###############...............] 50 %  Base map"]);
  pass(1_500);
  progress.end();
  expect(seen()).toEqual(["Base map: done in 2.5 s", ""]);
});

test("the bar is not drawn more often than somebody can see, nor wider than the terminal", () => {
  const { progress, raw, pass } = screen({ isTTY: true, columns: 20 });
  progress.begin("Base map");
  const begun = raw();
  pass(50);
  progress.progress(0.1);
  expect(raw()).toBe(begun);
  pass(60);
  progress.progress(0.2);
  expect(raw().split("\r\x1b[K").at(-1)).toHaveLength(19);
});

test("a terminal that does not tell its width is taken for a common one", () => {
  const { progress, seen } = screen({ isTTY: true, columns: 0 });
  progress.begin("Base map");
  expect(seen()[0]).toEndWith("Base map");
});

test("a log gets plain lines, without a bar", () => {
  const { progress, raw, pass } = screen({});
  progress.begin("Base map");
  for (let part = 0; part <= 10; part++) {
    pass(1_000);
    progress.progress(part / 10);
  }
  progress.end();
  expect(raw()).toBe("Base map ...\nBase map: done in 11.0 s\n");
});
