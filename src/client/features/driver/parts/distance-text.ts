const kilometres = new Intl.NumberFormat(undefined, {
  style: "unit",
  unit: "kilometer",
  maximumFractionDigits: 1,
});
const metres = new Intl.NumberFormat(undefined, { style: "unit", unit: "meter", maximumFractionDigits: 0 });

/** "2.4 km"; below a kilometre in steps of 50 m, because nobody knows it better. */
export const distanceText = (km: number): string => inUnits(km).replaceAll(" ", "\u00a0");

const inUnits = (km: number): string =>
  km < 0.975 ? metres.format(Math.max(50, Math.round(km * 20) * 50)) : kilometres.format(km);
