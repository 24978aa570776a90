import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ClockCheck } from "lucide-react";
import type { EtaAccuracy } from "../../../shared/reports/report.schema.ts";
import { useTRPC } from "../../app/trpc.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { percent } from "./compare.ts";
import { EtaFigures } from "./eta-figures.tsx";
import { biasWords, ETA_KIND_WORDS, minutes } from "./eta-words.ts";

/** Were the times of arrival right that people were shown? */
export function EtaSection({ period }: { period: { from: string; to: string } }) {
  const accuracy = useQuery(
    useTRPC().reports.etaAccuracy.queryOptions(period, { placeholderData: keepPreviousData }),
  );
  if (accuracy.isError && !accuracy.data)
    return <ErrorState error={accuracy.error} onRetry={() => accuracy.refetch()} compact />;
  if (!accuracy.data) return <SkeletonRows rows={3} label="Comparing times of arrival" />;
  return (
    <section aria-label="Times of arrival">
      <h2 className="px-4 pb-2 font-semibold md:px-6">Times of arrival</h2>
      {accuracy.data.current.shown === 0 ? (
        <EmptyState icon={ClockCheck} title="Nothing to compare yet" compact>
          Each time that was shown is compared with what happened, once its parcel is taken or handed over.
          They are kept for 90 days.
        </EmptyState>
      ) : (
        <>
          <div className="px-4 pb-6 md:px-6">
            <EtaFigures accuracy={accuracy.data} />
          </div>
          <DataTable
            caption="Times of arrival by what they were of"
            columns={COLUMNS}
            rows={accuracy.data.byKind}
            rowKey={({ kind }) => kind}
          />
        </>
      )}
    </section>
  );
}

const COLUMNS: readonly Column<EtaAccuracy["byKind"][number]>[] = [
  {
    name: "kind",
    header: "Of",
    cell: ({ kind }) => <span className="font-medium">{ETA_KIND_WORDS[kind]}</span>,
  },
  { name: "shown", header: "Shown", numeric: true, wideOnly: true, cell: ({ shown }) => shown },
  { name: "coverage", header: "In range", numeric: true, cell: ({ coverage }) => percent(coverage) },
  {
    name: "half",
    header: "Half within",
    numeric: true,
    wideOnly: true,
    cell: ({ errorMinutes }) => minutes(errorMinutes?.p50),
  },
  {
    name: "most",
    header: "Nine in ten within",
    numeric: true,
    cell: ({ errorMinutes }) => minutes(errorMinutes?.p90),
  },
  {
    name: "bias",
    header: "On average",
    numeric: true,
    wideOnly: true,
    cell: ({ biasMinutes }) => biasWords(biasMinutes),
  },
];
