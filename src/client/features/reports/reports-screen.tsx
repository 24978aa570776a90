import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { ChartNoAxesColumn, Download } from "lucide-react";
import { useMemo } from "react";
import type { Currency } from "../../../shared/money.ts";
import type { DriverRow, ReportSummary } from "../../../shared/reports/report.schema.ts";
import { saveText } from "../../app/save-text.ts";
import { useTRPC, useTRPCClient } from "../../app/trpc.ts";
import { oneOf, useUrlFilter } from "../../app/use-url-filter.ts";
import { Button } from "../../ui/button.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Freshness } from "../../ui/freshness.tsx";
import { Money, moneyText } from "../../ui/money.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Select } from "../../ui/select.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { tellProblem } from "../../ui/toast.ts";
import { changeOf, percent, pointsOf } from "./compare.ts";
import { EtaSection } from "./eta-section.tsx";
import { Figure } from "./figure.tsx";
import { PERIODS, periodOf, timeZone } from "./periods.ts";

/** Are we getting better? The on-time rate first, each number against the period before. */
export function ReportsScreen() {
  const trpc = useTRPC();
  const { reports } = useTRPCClient();
  const filter = useUrlFilter();
  const name = oneOf(PERIODS, filter.get("period"));
  const period = useMemo(() => periodOf(name), [name]);
  const summary = useQuery(trpc.reports.summary.queryOptions(period, { placeholderData: keepPreviousData }));
  const drivers = useQuery(trpc.reports.drivers.queryOptions(period, { placeholderData: keepPreviousData }));
  const download = useMutation({
    mutationFn: () => reports.export.query(period),
    onSuccess: saveText,
    onError: tellProblem,
  });
  return (
    <>
      <PageHeader
        title="Reports"
        actions={
          <>
            <Freshness query={summary} />
            <Button
              icon={<Download aria-hidden className="size-4" strokeWidth={1.75} />}
              pending={download.isPending}
              onClick={() => download.mutate()}
            >
              Save as CSV
            </Button>
          </>
        }
      >
        <Select
          aria-label="Period"
          className="w-40!"
          value={name}
          onChange={period => filter.change({ period })}
          options={PERIODS}
        />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-260 flex-col gap-8 py-6">
          {summary.isPending ? (
            <SkeletonRows rows={3} label="Adding up" />
          ) : summary.isError && !summary.data ? (
            <ErrorState error={summary.error} onRetry={() => summary.refetch()} />
          ) : (
            <Summary summary={summary.data} />
          )}
          {drivers.isError && !drivers.data ? (
            <ErrorState error={drivers.error} onRetry={() => drivers.refetch()} compact />
          ) : drivers.data ? (
            <section aria-label="By driver">
              <h2 className="px-4 pb-2 font-semibold md:px-6">By driver</h2>
              {drivers.data.length === 0 ? (
                <EmptyState icon={ChartNoAxesColumn} title="Nothing was delivered in this period" compact>
                  Choose a longer one.
                </EmptyState>
              ) : (
                <DataTable
                  caption="Deliveries by driver"
                  columns={driverColumns(summary.data?.currency ?? "EUR")}
                  rows={drivers.data}
                  rowKey={({ driverId }) => driverId}
                />
              )}
            </section>
          ) : null}
          <EtaSection period={period} />
          <p className="px-4 text-ink-soft text-xs md:px-6">
            Days of {timeZone()}. {summary.data ? comparedWith(summary.data) : null}
          </p>
        </div>
      </div>
    </>
  );
}

/** Said once, under everything: figures without a period before stand alone. */
const comparedWith = ({ previous }: ReportSummary): string =>
  previous.delivered + previous.cancelled > 0
    ? "Compared with the period of the same length just before."
    : "In the period of the same length just before there was nothing to compare with.";

function Summary({ summary: { current, previous, currency } }: { summary: ReportSummary }) {
  const money = (cents: number) => moneyText(cents, currency);
  const minutes = current.medianMinutes;
  return (
    <section aria-label="Summary" className="px-4 md:px-6">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-8 md:grid-cols-4">
        <Figure
          large
          name="Delivered on time"
          value={percent(current.onTimeRate)}
          change={pointsOf(current.onTimeRate, previous.onTimeRate)}
        />
        <Figure
          name="Delivered"
          value={String(current.delivered)}
          change={changeOf(current.delivered, previous.delivered, "more")}
        />
        <Figure
          name="Median time, order to door"
          value={minutes === null ? "–" : `${Math.round(minutes)} min`}
          change={changeOf(minutes, previous.medianMinutes, "less")}
        />
        <Figure
          name="Cancelled"
          value={String(current.cancelled)}
          change={changeOf(current.cancelled, previous.cancelled, "less")}
        />
        <Figure
          name="Fees"
          value={money(current.revenueCents)}
          change={changeOf(current.revenueCents, previous.revenueCents, "more")}
        />
      </dl>
    </section>
  );
}

const driverColumns = (currency: Currency): readonly Column<DriverRow>[] => [
  {
    name: "driver",
    header: "Driver",
    cell: ({ fullName }) => <span className="font-medium">{fullName}</span>,
  },
  { name: "delivered", header: "Delivered", numeric: true, cell: ({ delivered }) => delivered },
  { name: "onTime", header: "On time", numeric: true, cell: ({ onTimeRate }) => percent(onTimeRate) },
  {
    name: "distance",
    header: "Distance",
    numeric: true,
    wideOnly: true,
    cell: ({ distanceKm }) => `${distanceKm.toFixed(1)} km`,
  },
  {
    name: "earnings",
    header: "Earned",
    numeric: true,
    cell: ({ earningsCents }) => <Money cents={earningsCents} currency={currency} />,
  },
];
