import { TRPCError } from "@trpc/server";
import { toDomainError } from "../../src/server/trpc/errors.ts";
import { DomainError, type ErrorCode, type ErrorDetails } from "../../src/shared/errors.ts";

/** The catalogue's code and details that a call fails with; null when it does not fail. Rethrows what is neither. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: ErrorCode; details: ErrorDetails } | null> {
  try {
    await call;
    return null;
  } catch (error) {
    const refused = error instanceof TRPCError ? toDomainError(error) : error;
    if (!(refused instanceof DomainError) || refused.code === "INTERNAL") throw error;
    return { code: refused.code, details: refused.details };
  }
}

/** Only the code. */
export const codeOf = async (call: Promise<unknown>): Promise<ErrorCode | null> =>
  (await refusal(call))?.code ?? null;
