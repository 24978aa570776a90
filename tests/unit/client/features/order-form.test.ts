import { describe, expect, test } from "bun:test";
import {
  initialValues,
  OrderFormSchema,
  toCreateInput,
  toUpdateInput,
} from "../../../../src/client/features/orders/order-form/order-form-values.ts";
import { wordsFor } from "../../../../src/client/features/orders/order-form/order-form-words.ts";
import {
  distanceInKm,
  durationInMinutes,
} from "../../../../src/client/features/orders/order-form/quote-words.ts";
import { createSubmissionKeys } from "../../../../src/client/features/orders/order-form/submission-key.ts";
import { OrderId, VendorId } from "../../../../src/shared/ids.ts";
import {
  CreateOrderInput,
  type OrderView,
  UpdateOrderInput,
} from "../../../../src/shared/orders/order.schema.ts";

const vendorId = VendorId.parse("00000000-0000-0000-0000-000000000001");

const order = {
  id: OrderId.parse("00000000-0000-0000-0000-000000000002"),
  delivery: { address: "Unioninkatu 40", latitude: 60.17, longitude: 24.95 },
  customerName: "Aino Laine",
  customerPhone: "+358 40 123 4567",
  items: [{ name: "Insulin pens", quantity: 2, handling: "chilled" }],
  notes: null,
} as unknown as OrderView;

const typed = () => OrderFormSchema.parse(initialValues(order));

describe("what the order form sends", () => {
  test("a new order is what the contract asks for, without notes that stayed empty", () => {
    const input = toCreateInput(vendorId, typed());
    expect(CreateOrderInput.safeParse(input).success).toBe(true);
    expect(input).not.toHaveProperty("notes");
  });

  test("an empty form is refused at each of its fields, in words", () => {
    const refused = OrderFormSchema.safeParse(initialValues());
    const paths = refused.error?.issues.map(({ path }) => path) ?? [];
    expect(paths).toContainEqual(["delivery", "address"]);
    expect(paths).toContainEqual(["items", 0, "name"]);
    for (const path of paths) expect(wordsFor(path)).toBeString();
  });

  test("an order that was not changed sends nothing", () => {
    expect(toUpdateInput(order, typed())).toBeNull();
  });

  test("a correction sends only what differs, so that the trail says what was changed", () => {
    const changes = toUpdateInput(order, { ...typed(), customerName: "Aino Maria Laine" });
    expect(changes).toEqual({ orderId: order.id, customerName: "Aino Maria Laine" });
  });

  test("notes can be taken away again", () => {
    const changes = toUpdateInput({ ...order, notes: "Ring twice" }, { ...typed(), notes: "" });
    expect(changes).toEqual({ orderId: order.id, notes: "" });
    expect(UpdateOrderInput.safeParse(changes).success).toBe(true);
  });

  test("a pin that was moved is another place, though the address stayed", () => {
    const delivery = { ...order.delivery, latitude: 60.171 };
    expect(toUpdateInput(order, { ...typed(), delivery })).toEqual({ orderId: order.id, delivery });
  });
});

describe("submission keys", () => {
  const numbered = () => {
    let count = 0;
    return createSubmissionKeys(() => `key-${++count}`);
  };

  test("a second press and a retry carry the key of the first", () => {
    const keyOf = numbered();
    expect([keyOf({ a: 1 }), keyOf({ a: 1 }), keyOf({ a: 1 })]).toEqual(["key-1", "key-1", "key-1"]);
  });

  test("another content is another request", () => {
    const keyOf = numbered();
    expect([keyOf({ a: 1 }), keyOf({ a: 2 })]).toEqual(["key-1", "key-2"]);
  });

  test("keys fit the contract and are not guessed twice", () => {
    const keys = Array.from({ length: 50 }, () => createSubmissionKeys()("same"));
    expect(new Set(keys).size).toBe(50);
    for (const key of keys) {
      expect(CreateOrderInput.shape.idempotencyKey.safeParse(key).success).toBe(true);
    }
  });
});

describe("quotes in words", () => {
  test("metres below a kilometre, rounded to tens", () => {
    expect([distanceInKm(0.447), distanceInKm(0.996), distanceInKm(3.24)]).toEqual([
      "450 m",
      "1.0 km",
      "3.2 km",
    ]);
  });

  test("never no time at all", () => {
    expect([0, 0.4, 7.4, 59.6, 65, 120].map(durationInMinutes)).toEqual([
      "1 min",
      "1 min",
      "7 min",
      "1 h",
      "1 h 5 min",
      "2 h",
    ]);
  });
});
