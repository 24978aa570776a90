const metersFormat = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const kilometersFormat = new Intl.NumberFormat(undefined, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** "450 m" below a kilometre, "3.2 km" above. */
export const distanceInKm = (km: number): string =>
  km < 0.995 ? `${metersFormat.format(Math.round(km * 100) * 10)} m` : `${kilometersFormat.format(km)} km`;

/** "7 min", never "0 min": "1 h 5 min" from an hour on. */
export function durationInMinutes(minutes: number): string {
  const whole = Math.max(1, Math.round(minutes));
  if (whole < 60) return `${whole} min`;
  return whole % 60 === 0 ? `${whole / 60} h` : `${Math.floor(whole / 60)} h ${whole % 60} min`;
}
