/** Midnight of the reader's day, as an instant. */
export function startOfToday(): string {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return midnight.toISOString();
}

/** The midnight before: what was ordered yesterday may be delivered today. */
export function startOfYesterday(): string {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  midnight.setDate(midnight.getDate() - 1);
  return midnight.toISOString();
}
