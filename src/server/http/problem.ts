import { CATALOGUE, describe, type ErrorCode, type ErrorDetails } from "../../shared/errors.ts";

/** An error of the catalogue outside of tRPC, in the shape that its clients know. */
export function problem(
  code: ErrorCode,
  details: ErrorDetails = {},
  requestId: string | null = null,
): Response {
  const { text, wayOut } = describe(code, details);
  return Response.json(
    {
      error: {
        message: text,
        data: { appCode: code, httpStatus: CATALOGUE[code].http, wayOut, details, requestId },
      },
    },
    { status: CATALOGUE[code].http, headers: waitOf(code, details) },
  );
}

/** When to come back (RFC 9110, section 10.2.3). */
const waitOf = (code: ErrorCode, { seconds }: ErrorDetails): Record<string, string> =>
  code === "TOO_MANY_REQUESTS" && seconds !== undefined ? { "Retry-After": String(seconds) } : {};
