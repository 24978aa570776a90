import type { BuildObserver } from "../platform/maps/folder/index.ts";

/** The part of a terminal that progress is shown on. */
type Screen = { isTTY?: boolean; columns?: number; write(text: string): unknown };

const BAR_WIDTH = 30;
/** A bar that is drawn anew more often than this costs more than it tells. */
const REDRAW_MS = 100;
const CLEAR_LINE = "\r\x1b[K";

/** Shows how far the work is: a bar on a terminal, a line for each stretch elsewhere. `now` counts milliseconds. */
export function showProgress(screen: Screen, now: () => number): BuildObserver {
  let title = "";
  let [begunAt, drawnAt] = [0, 0];
  const draw = (fraction: number) => {
    const filled = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
    const bar = `[${"#".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}]`;
    const percent = `${Math.floor(fraction * 100)} %`.padStart(5);
    screen.write(`${CLEAR_LINE}${`${bar}${percent}  ${title}`.slice(0, (screen.columns || 80) - 1)}`);
  };
  return {
    begin(next) {
      title = next;
      begunAt = now();
      drawnAt = begunAt;
      if (screen.isTTY) draw(0);
      else screen.write(`${title} ...\n`);
    },
    progress(fraction) {
      if (!screen.isTTY || now() - drawnAt < REDRAW_MS) return;
      drawnAt = now();
      draw(fraction);
    },
    end() {
      const seconds = (now() - begunAt) / 1_000;
      if (screen.isTTY) screen.write(CLEAR_LINE);
      screen.write(`${title}: done in ${seconds.toFixed(1)} s\n`);
    },
  };
}
