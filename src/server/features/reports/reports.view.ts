import type { DeliveryRow, DriverRow } from "../../../shared/reports/report.schema.ts";
import type { DriverTotals, ReportedOrder } from "./reports.repo.ts";

/** Share of promises kept, 0 to 1; null when none was made. */
export const rate = ({ promised, onTime }: { promised: number; onTime: number }): number | null =>
  promised === 0 ? null : onTime / promised;

/** Tenths are what a phone's position is good for. */
export const toTenths = (value: number): number => Math.round(value * 10) / 10;

export const toDeliveryRow = (doc: ReportedOrder): DeliveryRow => ({
  orderId: doc._id,
  orderNumber: doc.orderNumber,
  vendorId: doc.vendorId,
  vendorName: doc.vendorName,
  driverName: doc.driver?.fullName ?? null,
  status: doc.status,
  createdAt: doc.createdAt.toISOString(),
  deliveredAt: doc.deliveredAt?.toISOString() ?? null,
  minutes: doc.deliveredAt && toTenths((doc.deliveredAt.getTime() - doc.createdAt.getTime()) / 60_000),
  onTime: doc.deliveredAt && doc.promisedAt && doc.deliveredAt <= doc.promisedAt,
  distanceKm: doc.actualDistanceKm ?? doc.estimatedDistanceKm,
  feeCents: doc.deliveryFeeCents,
  currency: doc.currency,
});

export const toDriverRow = (totals: DriverTotals): DriverRow => ({
  driverId: totals.driverId,
  fullName: totals.fullName,
  delivered: totals.delivered,
  onTimeRate: rate(totals),
  distanceKm: toTenths(totals.distanceKm),
  earningsCents: totals.earningsCents,
});
