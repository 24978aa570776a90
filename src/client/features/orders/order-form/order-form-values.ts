import type { z } from "zod";
import type { VendorId } from "../../../../shared/ids.ts";
import {
  CreateOrderInput,
  type OrderItem,
  type OrderView,
  type UpdateOrderInput,
} from "../../../../shared/orders/order.schema.ts";
import type { PlaceInput } from "../../../../shared/orders/place.schema.ts";

/** What is typed into the form: the part of the contract's own schema that a person fills in. */
export const OrderFormSchema = CreateOrderInput.pick({
  delivery: true,
  customerName: true,
  customerPhone: true,
  items: true,
  notes: true,
});
/** As typed, and as checked. */
export type OrderFormValues = z.input<typeof OrderFormSchema>;
export type OrderFormResult = z.output<typeof OrderFormSchema>;

export const EMPTY_ITEM: OrderItem = { name: "", quantity: 1, handling: "ambient" };

/** An empty form, or the form of an order that is being corrected. */
export function initialValues(order?: OrderView): OrderFormValues {
  if (!order) {
    return {
      delivery: { address: "" },
      customerName: "",
      customerPhone: "",
      items: [{ ...EMPTY_ITEM }],
      notes: "",
    };
  }
  return {
    delivery: order.delivery,
    customerName: order.customerName,
    customerPhone: order.customerPhone ?? "",
    items: order.items,
    notes: order.notes ?? "",
  };
}

/** Nothing is sent for notes that stayed empty. */
export function toCreateInput(vendorId: VendorId, { notes, ...values }: OrderFormResult): CreateOrderInput {
  return { vendorId, ...values, ...(notes ? { notes } : {}) };
}

/** Only what differs from the order, or null: the audit trail then says what was really changed. */
export function toUpdateInput(order: OrderView, values: OrderFormResult): UpdateOrderInput | null {
  const changes: Omit<UpdateOrderInput, "orderId"> = {};
  if (!isSamePlace(order.delivery, values.delivery)) changes.delivery = values.delivery;
  if (values.customerName !== order.customerName) changes.customerName = values.customerName;
  if (values.customerPhone !== order.customerPhone) changes.customerPhone = values.customerPhone;
  if (JSON.stringify(values.items) !== JSON.stringify(order.items.map(inOrder))) changes.items = values.items;
  const notes = values.notes ?? "";
  if (notes !== (order.notes ?? "")) changes.notes = notes;
  return Object.keys(changes).length > 0 ? { orderId: order.id, ...changes } : null;
}

export const isSamePlace = (one: PlaceInput, other: PlaceInput): boolean =>
  one.address === other.address && one.latitude === other.latitude && one.longitude === other.longitude;

/** The keys in the order in which the schema puts them. */
const inOrder = ({ name, quantity, handling }: OrderItem): OrderItem => ({ name, quantity, handling });
