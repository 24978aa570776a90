import type { Actor } from "../../../shared/auth/actor.ts";
import { type Cell, toCsv } from "../../../shared/csv.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { Currency } from "../../../shared/money.ts";
import type { Page } from "../../../shared/pagination.ts";
import type {
  DeliveriesReportInput,
  DeliveryRow,
  DriverRow,
  EtaAccuracy,
  Figures,
  ReportExport,
  ReportInput,
  ReportSummary,
} from "../../../shared/reports/report.schema.ts";
import { DEFAULT_PRICING } from "../../../shared/vendors/vendor.schema.ts";
import type { VendorsRepo } from "../vendors/index.ts";
import type { EtaAccuracyRepo } from "./eta-accuracy.repo.ts";
import { byKind, toEtaFigures } from "./eta-accuracy.ts";
import type { Period, ReportsRepo } from "./reports.repo.ts";
import { rate, toDeliveryRow, toDriverRow, toTenths } from "./reports.view.ts";

/** Some 3 MB of text; whoever needs more asks for shorter periods. */
const MAX_EXPORTED = 20_000;
const EXPORT_PAGE = 1_000;

type Deps = { repo: ReportsRepo; etaAccuracy: EtaAccuracyRepo; vendors: VendorsRepo };

export type ReportsService = ReturnType<typeof createReportsService>;

/** Figures of a vendor, or for administrators of all. */
export function createReportsService({ repo, etaAccuracy, vendors }: Deps) {
  /** What the vendor charges in; across vendors, what most deliveries of the period were charged in. */
  async function currencyOf(actor: Actor, period: Period): Promise<Currency> {
    const vendorId = actor.vendorId ?? period.vendorId;
    const vendor = vendorId && (await vendors.findFor(actor, vendorId));
    if (vendor) return vendor.pricing.currency;
    const [mostUsed] = await repo.deliveredByCurrency(actor, period);
    return mostUsed?.currency ?? DEFAULT_PRICING.currency;
  }

  /** `revenueCents` counts deliveries in `currency` only: sums over several currencies mean nothing. */
  async function figures(actor: Actor, period: Period, currency: Currency): Promise<Figures> {
    const [created, cancelled, totals] = await Promise.all([
      repo.countCreated(actor, period),
      repo.countCancelled(actor, period),
      repo.deliveredByCurrency(actor, period),
    ]);
    const sum = (field: "delivered" | "promised" | "onTime" | "distanceKm") =>
      totals.reduce((total, row) => total + row[field], 0);
    const delivered = sum("delivered");
    const median = await repo.medianMinutes(actor, period, delivered);
    return {
      created,
      delivered,
      cancelled,
      onTimeRate: rate({ promised: sum("promised"), onTime: sum("onTime") }),
      medianMinutes: median === null ? null : toTenths(median),
      distanceKm: toTenths(sum("distanceKm")),
      revenueCents: totals.find(row => row.currency === currency)?.revenueCents ?? 0,
    };
  }

  return {
    /** The figures of a period, and of the one of the same length just before it. */
    async summary(actor: Actor, input: ReportInput): Promise<ReportSummary> {
      const period = toPeriod(input);
      const currency = await currencyOf(actor, period);
      const [current, previous] = await Promise.all([
        figures(actor, period, currency),
        figures(actor, before(period), currency),
      ]);
      return { from: period.from.toISOString(), to: period.to.toISOString(), current, previous, currency };
    },

    /** Orders that were placed in the period, newest first. */
    async deliveries(actor: Actor, input: DeliveriesReportInput): Promise<Page<DeliveryRow>> {
      const page = await repo.list(actor, toPeriod(input), input);
      return { ...page, items: page.items.map(toDeliveryRow) };
    },

    /** Drivers who delivered in the period, the busiest first. */
    async drivers(actor: Actor, input: ReportInput): Promise<DriverRow[]> {
      const totals = await repo.deliveredByDriver(actor, toPeriod(input));
      return totals.map(toDriverRow);
    },

    /** How right the estimates of arrival were whose parcels came in the period, and in the one just before it. */
    async etaAccuracy(actor: Actor, input: ReportInput): Promise<EtaAccuracy> {
      const period = toPeriod(input);
      const [current, previous] = await Promise.all([
        etaAccuracy.errors(actor, period),
        etaAccuracy.errors(actor, before(period)),
      ]);
      return {
        from: period.from.toISOString(),
        to: period.to.toISOString(),
        current: toEtaFigures(current),
        previous: toEtaFigures(previous),
        byKind: byKind(current),
      };
    },

    /** The orders of the period as a file. Errors: INVALID_INPUT when they are too many for one. */
    async export(actor: Actor, input: ReportInput): Promise<ReportExport> {
      const period = toPeriod(input);
      const rows: DeliveryRow[] = [];
      let cursor: string | undefined;
      do {
        const page = await repo.list(actor, period, { cursor, limit: EXPORT_PAGE });
        rows.push(...page.items.map(toDeliveryRow));
        cursor = page.nextCursor ?? undefined;
        if (rows.length > MAX_EXPORTED) throw tooMany();
      } while (cursor);
      return {
        filename: `medex-deliveries-${input.from.slice(0, 10)}-${input.to.slice(0, 10)}.csv`,
        contentType: "text/csv; charset=utf-8",
        content: toCsv([HEADINGS, ...rows.map(toCells)]),
      };
    },
  };
}

const HEADINGS = [
  "order",
  "vendor",
  "driver",
  "status",
  "created",
  "delivered",
  "minutes",
  "on time",
  "distance km",
  "fee",
  "currency",
];

const toCells = (row: DeliveryRow): Cell[] => [
  row.orderNumber,
  row.vendorName,
  row.driverName,
  row.status,
  row.createdAt,
  row.deliveredAt,
  row.minutes,
  row.onTime,
  row.distanceKm,
  (row.feeCents / 100).toFixed(2),
  row.currency,
];

const toPeriod = ({ from, to, vendorId }: ReportInput): Period => ({
  from: new Date(from),
  to: new Date(to),
  vendorId,
});

const before = ({ from, to, vendorId }: Period): Period => ({
  from: new Date(2 * from.getTime() - to.getTime()),
  to: from,
  vendorId,
});

const tooMany = () =>
  new DomainError("INVALID_INPUT", {
    issues: [{ path: "to", message: `ask for a shorter period: one file holds ${MAX_EXPORTED} orders` }],
  });
