import type { z } from "zod";
import { line } from "./text.ts";

/** Why an administrator acts on what is another's: kept in the audit log beside what he did. */
export const REASON_CHARACTERS = { min: 3, max: 500 } as const;
export const Reason = line(REASON_CHARACTERS.min, REASON_CHARACTERS.max);

/**
 * The input of a procedure that administrators have to give a reason for, as a type of the wire. The guard takes the
 * reason off before the schema sees the input: for everybody else it is a field that is not known.
 */
export const withReason = <Output, Input>(schema: z.ZodType<Output, Input>) =>
  schema as z.ZodType<Output, Input & { reason?: string | undefined }>;
