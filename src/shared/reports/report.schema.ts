import { z } from "zod";
import type { DriverId, OrderId, VendorId } from "../ids.ts";
import { VendorId as VendorIdSchema } from "../ids.ts";
import type { Currency } from "../money.ts";
import { page } from "../pagination.ts";
import { IsoTime } from "../text.ts";

/** A period, `from` inclusive, `to` exclusive; at most 400 days. An administrator may name a vendor. */
const period = { from: IsoTime, to: IsoTime, vendorId: VendorIdSchema.optional() };
const MAX_PERIOD_MS = 400 * 86_400_000;
const isPeriod = ({ from, to }: { from: string; to: string }) => {
  const length = Date.parse(to) - Date.parse(from);
  return length > 0 && length <= MAX_PERIOD_MS;
};
const periodMessage = "`to` must be after `from`, by at most 400 days";

export const ReportInput = z.strictObject(period).refine(isPeriod, periodMessage);
export type ReportInput = z.infer<typeof ReportInput>;
export const DeliveriesReportInput = z.strictObject({ ...period, ...page }).refine(isPeriod, periodMessage);
export type DeliveriesReportInput = z.infer<typeof DeliveriesReportInput>;

export type Figures = {
  created: number;
  delivered: number;
  cancelled: number;
  /** Delivered by the time that was promised at assignment, 0 to 1; null when nothing was delivered. */
  onTimeRate: number | null;
  medianMinutes: number | null;
  distanceKm: number;
  revenueCents: number;
};

export type ReportSummary = {
  from: string;
  to: string;
  current: Figures;
  /** The period of the same length just before. */
  previous: Figures;
  currency: Currency;
};

export type DeliveryRow = {
  orderId: OrderId;
  orderNumber: string;
  vendorId: VendorId;
  vendorName: string;
  driverName: string | null;
  status: string;
  createdAt: string;
  deliveredAt: string | null;
  minutes: number | null;
  onTime: boolean | null;
  distanceKm: number | null;
  feeCents: number;
  currency: Currency;
};

export type DriverRow = {
  driverId: DriverId;
  fullName: string;
  delivered: number;
  onTimeRate: number | null;
  distanceKm: number;
  earningsCents: number;
};

/** What an estimate was of: the driver's next stop, one with other stops before it, or the taking of the parcel. */
export const ETA_KINDS = ["next", "later", "pickup"] as const;
export type EtaKind = (typeof ETA_KINDS)[number];

/** How right the times were that people were shown. Minutes, in tenths; null where nothing was shown. */
export type EtaFigures = {
  /** Estimates that were shown, and whose end is known. */
  shown: number;
  /** How much later it came than was most likely, on average; negative when it came earlier. */
  biasMinutes: number | null;
  /** Half of the estimates erred by no more than `p50`, nine in ten by no more than `p90`. */
  errorMinutes: { p50: number; p90: number } | null;
  /** Share of the ranges that held what happened, 0 to 1; 0.8 is meant. */
  coverage: number | null;
};

export type EtaAccuracy = {
  from: string;
  to: string;
  current: EtaFigures;
  /** The period of the same length just before. */
  previous: EtaFigures;
  byKind: (EtaFigures & { kind: EtaKind })[];
};

/** A file as text; cells that a spreadsheet would run as a formula are quoted out. */
export type ReportExport = { filename: string; contentType: "text/csv; charset=utf-8"; content: string };
