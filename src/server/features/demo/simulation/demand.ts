/** Orders an hour by the hour of the day in Helsinki: lively by day, and never nothing. */
const ORDERS_PER_HOUR = [
  16, 14, 14, 14, 15, 18, 24, 32, 44, 52, 54, 50, 46, 48, 52, 50, 46, 42, 38, 34, 30, 26, 22, 18,
] as const;

const HOUR_OF_DAY = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  hourCycle: "h23",
  timeZone: "Europe/Helsinki",
});

/** Seconds until the next order on average, at this time of day. */
export function meanSecondsBetweenOrders(at: Date): number {
  const perHour = ORDERS_PER_HOUR[Number(HOUR_OF_DAY.format(at))] ?? ORDERS_PER_HOUR[0];
  return 3_600 / perHour;
}
