import { useQuery } from "@tanstack/react-query";
import { Check, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useTRPC } from "../../app/trpc.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { Freshness } from "../../ui/freshness.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EtaFigures } from "../reports/eta-figures.tsx";
import { periodOf } from "../reports/periods.ts";
import { Exceptions } from "./exceptions.tsx";
import { type Figure, figuresOf } from "./overview-figures.ts";
import { useOverview } from "./use-overview.ts";

/** Is the platform well? Four numbers with what is normal, then what is not. */
export function OverviewScreen() {
  const { overview, meanPerDay } = useOverview();
  return (
    <>
      <PageHeader title="Overview" actions={<Freshness query={overview} />} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-280 flex-col gap-8 px-4 py-6 md:px-6">
          {overview.data?.isLiveDegraded ? <PositionsLate /> : null}
          {overview.data ? (
            <section aria-label="Four numbers" className="overflow-hidden rounded-card border bg-surface">
              <dl className="-mr-px -mb-px grid grid-cols-2 xl:grid-cols-4">
                {figuresOf(overview.data, meanPerDay).map(figure => (
                  <FigureCell key={figure.name} figure={figure} />
                ))}
              </dl>
            </section>
          ) : overview.isError ? (
            <ErrorState error={overview.error} onRetry={() => overview.refetch()} />
          ) : (
            <Skeleton className="h-40 w-full rounded-card" />
          )}
          <Exceptions />
          <TimesOfArrival />
        </div>
      </div>
    </>
  );
}

/** What all businesses' recipients were told in the last week, against what happened. */
function TimesOfArrival() {
  const period = useMemo(() => periodOf("week"), []);
  const accuracy = useQuery(useTRPC().reports.etaAccuracy.queryOptions(period));
  if (accuracy.isError && !accuracy.data)
    return <ErrorState error={accuracy.error} onRetry={() => accuracy.refetch()} compact />;
  if (!accuracy.data || accuracy.data.current.shown === 0) return null;
  return (
    <section aria-label="Times of arrival">
      <h2 className="pb-3 font-semibold">Times of arrival, last 7 days</h2>
      <EtaFigures accuracy={accuracy.data} />
    </section>
  );
}

/** Every board and tracking page says the first half of it too. */
function PositionsLate() {
  return (
    <p role="status" className="flex items-start gap-2 text-attention-ink">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0" strokeWidth={1.75} />
      Positions may be late: the processes of this service do not hear each other, for their Redis does not
      answer. Orders, and what happens to them, are up to date. It mends itself when Redis is back.
    </p>
  );
}

function FigureCell({ figure: { name, value, isUsual, norm, now } }: { figure: Figure }) {
  const Icon = isUsual ? Check : TriangleAlert;
  return (
    <div className="flex flex-col border-r border-b px-4 py-4 md:px-5">
      <dt className="flex items-center gap-1.5 text-sm">
        <Icon
          aria-hidden
          className={`size-4 shrink-0 ${isUsual ? "text-brand" : "text-attention-ink"}`}
          strokeWidth={1.75}
        />
        {name}
        <span className="sr-only">{isUsual ? ", as usual" : ", not as usual"}</span>
      </dt>
      <dd className={`mt-1 font-semibold text-eta ${isUsual ? "" : "text-attention-ink"}`}>{value}</dd>
      <dd className="text-sm">{now}</dd>
      <dd className="mt-0.5 text-ink-soft text-sm">{norm}</dd>
    </div>
  );
}
