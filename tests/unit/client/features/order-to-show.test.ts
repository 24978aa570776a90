import { expect, test } from "bun:test";
import { TRPCClientError } from "@trpc/client";
import { orderToShow } from "../../../../src/client/features/orders/use-order.ts";
import type { AnyOrderView } from "../../../../src/shared/orders/order.schema.ts";

const [read, listed] = ["read", "listed"].map(id => ({ id }) as unknown as AnyOrderView);
const unanswered = TRPCClientError.from(new TypeError("Failed to fetch"));
const refused = new TRPCClientError("no", {
  result: { error: { code: -32004, message: "no", data: { appCode: "ORDER_NOT_FOUND", httpStatus: 404 } } },
} as never);

test("an order stays on the screen while nobody answers, and goes with the word that it is not there", () => {
  expect(orderToShow({ data: read, error: null }, listed)).toBe(read as AnyOrderView);
  expect(orderToShow({ data: read, error: unanswered }, listed)).toBe(read as AnyOrderView);
  expect(orderToShow({ data: undefined, error: unanswered }, listed)).toBe(listed as AnyOrderView);
  for (const data of [read, undefined]) expect(orderToShow({ data, error: refused }, listed)).toBeUndefined();
});
