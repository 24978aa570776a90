import { expect, test } from "bun:test";
import { TRPCClientError } from "@trpc/client";
import { problemOf } from "../../../src/sdk/index.ts";
import { isPassing, waitOf } from "../../../src/sdk/retry.ts";
import { problem } from "../../../src/server/http/requests/problem.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import { CATALOGUE, type ErrorCode } from "../../../src/shared/errors.ts";

const heard = async (answer: Response) => TRPCClientError.from<AppRouter>((await answer.json()) as object);

test("what is refused before any procedure has run is read by our clients as what it is", async () => {
  for (const code of Object.keys(CATALOGUE) as ErrorCode[])
    expect(problemOf(await heard(problem(code, {}, "r1")))).toMatchObject({ code, requestId: "r1" });
});

test("who found no room for a stream comes again when he was asked to, and who may not, not at all", async () => {
  expect(waitOf(await heard(problem("TOO_MANY_REQUESTS", { seconds: 60 })))).toBe(60_000);
  expect(isPassing(await heard(problem("UNAVAILABLE")))).toBe(true);
  expect(isPassing(await heard(problem("CROSS_ORIGIN")))).toBe(false);
});
