import { useQuery } from "@tanstack/react-query";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import { isWhole } from "../../../../shared/orders/whole.ts";
import { useTRPC } from "../../../app/trpc.ts";

export type Today = { delivered: OrderView[]; earnedCents: number };

/** What was delivered since midnight on this phone's clock, newest first. */
export function useToday(): Today | null {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  // Ordered yesterday and delivered today counts today: ask for a day more, and look at when it was delivered.
  const createdFrom = new Date(midnight.getTime() - 86_400_000).toISOString();
  const orders = useQuery(
    useTRPC().orders.list.queryOptions({ status: ["delivered"], createdFrom, limit: 100 }),
  );
  if (!orders.data) return null;
  const delivered = orders.data.items
    .filter(isWhole)
    .filter(({ deliveredAt }) => deliveredAt && Date.parse(deliveredAt) >= midnight.getTime())
    .toSorted((a, b) => (b.deliveredAt ?? "").localeCompare(a.deliveredAt ?? ""));
  return {
    delivered,
    earnedCents: delivered.reduce((sum, { deliveryFeeCents }) => sum + deliveryFeeCents, 0),
  };
}
