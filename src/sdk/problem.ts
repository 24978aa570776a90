import { TRPCClientError } from "@trpc/client";
import { describe, type ErrorCode, isErrorCode } from "../shared/errors.ts";

/** What went wrong in a call, for people and for programs. */
export type MedexProblem = {
  code: ErrorCode | "OFFLINE";
  /** What happened. */
  text: string;
  /** What to do. */
  wayOut: string;
  /** Quote it to support: the log has the cause under it. */
  requestId: string | null;
  details: Record<string, unknown>;
};

/**
 * Reads any thrown value as a problem with a code of the catalogue; no answer at all is `OFFLINE`, which does not say
 * whether the question arrived.
 */
export function problemOf(error: unknown): MedexProblem {
  const data = error instanceof TRPCClientError ? error.data : null;
  if (error instanceof TRPCClientError && data == null) return OFFLINE;
  const code = isErrorCode(data?.appCode) ? data.appCode : "INTERNAL";
  const details = isRecord(data?.details) ? data.details : {};
  return { code, ...describe(code, details), requestId: data?.requestId ?? null, details };
}

const OFFLINE: MedexProblem = {
  code: "OFFLINE",
  text: "MedEx could not be reached.",
  wayOut: "Check the connection and try again.",
  requestId: null,
  details: {},
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
