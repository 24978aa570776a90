import { z } from "zod";
import { Cents } from "../../../shared/money.ts";

/** "2.50" as it is typed, with a point or a comma, as cents. */
export const TypedAmount = z
  .string()
  .trim()
  .regex(/^\d{1,6}([.,]\d{1,2})?$/, "must be an amount such as 2.50")
  .transform(text => Math.round(Number(text.replace(",", ".")) * 100))
  .pipe(Cents);

/** 250 as "2.50", for a field. */
export const typed = (cents: number): string => (cents / 100).toFixed(2);
