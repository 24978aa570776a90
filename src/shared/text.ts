import { z } from "zod";

/**
 * One line of human text, trimmed. Control characters and lone surrogates are refused: they would not survive
 * a round trip through JSON, a CSV file or a log line. So is what nobody sees: spaces of no width are no reason.
 */
export const line = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine(
      text =>
        text.isWellFormed() && !/\p{Cc}/u.test(text) && (min === 0 || /[\p{L}\p{N}\p{P}\p{S}]/u.test(text)),
      "must be one line of plain text",
    );

/** Human text that may span lines (notes). */
export const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(text => text.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(text), "must be plain text");

/** A telephone number as people write it; 5 to 24 digits, spaces, `+`, `-` and brackets. */
export const Phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 ()-]{3,22}[0-9]$/, "must be a telephone number such as +358 40 123 4567");

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** An instant on the wire: ISO 8601 with a zone. */
export const IsoTime = z.iso.datetime({ offset: true }).max(40);
