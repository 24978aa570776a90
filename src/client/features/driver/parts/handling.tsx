import { type LucideIcon, Package, ShieldCheck, Snowflake, ThermometerSnowflake } from "lucide-react";
import type { Handling } from "../../../../shared/orders/order.schema.ts";

/** How to carry it, as an order to the hands. Colour is not needed: icon and words say it. */
export const HANDLING = {
  ambient: { label: "Room temperature", icon: Package },
  chilled: { label: "Keep cold, 2–8 °C", icon: ThermometerSnowflake },
  frozen: { label: "Keep frozen", icon: Snowflake },
  controlled: { label: "Controlled: hand over in person", icon: ShieldCheck },
} as const satisfies Record<Handling, { label: string; icon: LucideIcon }>;
