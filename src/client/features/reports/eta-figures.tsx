import type { EtaAccuracy } from "../../../shared/reports/report.schema.ts";
import { changeOf, percent, pointsTowards } from "./compare.ts";
import { biasWords, coverageNote, MEANT_COVERAGE, minutes } from "./eta-words.ts";
import { Figure } from "./figure.tsx";

/** How right the times of arrival were: whether the range held, how far off the middle of it was, and to which side. */
export function EtaFigures({ accuracy: { current, previous } }: { accuracy: EtaAccuracy }) {
  const { errorMinutes, coverage, biasMinutes } = current;
  const before = previous.errorMinutes;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-8 md:grid-cols-4">
      <Figure
        name="Came within the range shown"
        value={percent(coverage)}
        change={pointsTowards(MEANT_COVERAGE, coverage, previous.coverage)}
        note={coverageNote(current)}
      />
      <Figure
        name="Half were off by no more than"
        value={minutes(errorMinutes?.p50)}
        change={changeOf(errorMinutes?.p50 ?? null, before?.p50 ?? null, "less")}
      />
      <Figure
        name="Nine in ten by no more than"
        value={minutes(errorMinutes?.p90)}
        change={changeOf(errorMinutes?.p90 ?? null, before?.p90 ?? null, "less")}
      />
      <Figure name="Came, on average" value={biasWords(biasMinutes)} change={null} />
    </dl>
  );
}
