import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { CATALOGUE, describe, type ErrorCode, type ErrorDetails } from "../../../shared/errors.ts";
import { trpcCodeOf } from "../../trpc/errors.ts";

/** An error of the catalogue outside of tRPC, in the shape that its clients know. */
export function problem(
  code: ErrorCode,
  details: ErrorDetails = {},
  requestId: string | null = null,
): Response {
  const { text, wayOut } = describe(code, details);
  const trpcCode = trpcCodeOf(code);
  return Response.json(
    {
      error: {
        // Without a number tRPC's clients take it for no answer at all.
        code: TRPC_ERROR_CODES_BY_KEY[trpcCode],
        message: text,
        data: { code: trpcCode, appCode: code, httpStatus: CATALOGUE[code].http, wayOut, details, requestId },
      },
    },
    { status: CATALOGUE[code].http, headers: waitOf(code, details) },
  );
}

/** When to come back (RFC 9110, section 10.2.3). */
const waitOf = (code: ErrorCode, { seconds }: ErrorDetails): Record<string, string> =>
  code === "TOO_MANY_REQUESTS" && seconds !== undefined ? { "Retry-After": String(seconds) } : {};
