import { expect, test } from "bun:test";
import { createTRPCClient, TRPCClientError } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { type AskWhy, reasonLink } from "../../../src/sdk/reason-link.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";

const ORDER = { orderId: "0" as never };

/** A client whose server wants a reason for everything, and what that server was sent. */
function clientWith(askWhy: AskWhy) {
  const sent: unknown[] = [];
  const client = createTRPCClient<AppRouter>({
    links: [
      reasonLink(askWhy),
      () =>
        ({ op }) =>
          observable(observer => {
            sent.push(op.input);
            const isTold = typeof op.input === "object" && op.input !== null && "reason" in op.input;
            if (isTold) {
              observer.next({ result: { type: "data", data: "done" } });
              observer.complete();
              return;
            }
            const data = { appCode: "REASON_REQUIRED" } as never;
            observer.error(
              TRPCClientError.from({ error: { code: -32_000, message: "why?", data } } as never),
            );
          }),
    ],
  });
  return { client, sent };
}

test("what the server wants a reason for is sent again with the answer", async () => {
  const asked: string[] = [];
  const { client, sent } = clientWith(async path => {
    asked.push(path);
    return "By telephone";
  });
  expect<unknown>(await client.orders.accept.mutate(ORDER)).toBe("done");
  expect(asked).toEqual(["orders.accept"]);
  expect(sent).toEqual([ORDER, { ...ORDER, reason: "By telephone" }]);
});

test("who leaves the question has done nothing", async () => {
  const { client, sent } = clientWith(async () => null);
  const refused = client.orders.accept.mutate(ORDER).catch((error: unknown) => error);
  expect(((await refused) as TRPCClientError<AppRouter>).data?.appCode).toBe("REASON_REQUIRED");
  expect(sent).toEqual([ORDER]);
});

test("who cannot be asked is told why, and has done nothing", async () => {
  const { client, sent } = clientWith(() => Promise.reject(new Error("the dialog is gone")));
  await expect(client.orders.accept.mutate(ORDER)).rejects.toThrow("the dialog is gone");
  expect(sent).toEqual([ORDER]);
});
