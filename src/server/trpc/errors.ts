import { TRPCError } from "@trpc/server";
import { ZodError, z } from "zod";
import { CATALOGUE, DomainError, type ErrorCode, type ErrorDetails } from "../../shared/errors.ts";
import { isDatabaseUnavailable } from "../platform/mongo/unavailable.ts";

type TrpcCode = TRPCError["code"];

const TRPC_CODE = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
} satisfies Record<(typeof CATALOGUE)[ErrorCode]["http"], TrpcCode>;

export const trpcCodeOf = (code: ErrorCode): TrpcCode => TRPC_CODE[CATALOGUE[code].http];

/** What tRPC itself refuses, before any procedure of ours has run. */
const APP_CODE: Partial<Record<TrpcCode, ErrorCode>> = {
  PARSE_ERROR: "INVALID_INPUT",
  BAD_REQUEST: "INVALID_INPUT",
  METHOD_NOT_SUPPORTED: "INVALID_INPUT",
  UNSUPPORTED_MEDIA_TYPE: "INVALID_INPUT",
  UNPROCESSABLE_CONTENT: "INVALID_INPUT",
  NOT_FOUND: "NOT_FOUND",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  TOO_MANY_REQUESTS: "TOO_MANY_REQUESTS",
  UNAUTHORIZED: "UNAUTHENTICATED",
  FORBIDDEN: "FORBIDDEN",
  SERVICE_UNAVAILABLE: "UNAVAILABLE",
};

/** The domain error that an error of tRPC stands for; what nobody foresaw is `INTERNAL` and tells nothing. */
export function toDomainError(error: TRPCError): DomainError {
  const { cause } = error;
  if (cause instanceof DomainError) return cause;
  if (isDatabaseUnavailable(cause)) return Object.assign(new DomainError("UNAVAILABLE"), { cause });
  if (cause instanceof ZodError) return new DomainError("INVALID_INPUT", { issues: issuesOf(cause) });
  return new DomainError(APP_CODE[error.code] ?? "INTERNAL");
}

/** The same error with the HTTP status of the catalogue, the original as its cause. */
export function withCatalogueStatus(error: unknown): TRPCError {
  const domainError =
    error instanceof TRPCError ? toDomainError(error) : error instanceof DomainError ? error : null;
  const { code } = domainError ?? { code: "INTERNAL" as const };
  const cause =
    code === "INTERNAL" ? (error instanceof TRPCError ? (error.cause ?? error) : error) : domainError;
  return new TRPCError({ code: trpcCodeOf(code), message: domainError?.message, cause });
}

/** One line a field: where and what. Values never travel back. */
const issuesOf = (error: ZodError): ErrorDetails["issues"] =>
  error.issues.slice(0, 20).map(issue => ({ path: z.core.toDotPath(issue.path), message: issue.message }));
