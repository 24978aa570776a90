import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { DriverId, OrderId } from "../../../shared/ids.ts";
import type { OrderStatus } from "../../../shared/orders/order.machine.ts";
import { OrderStatusSchema } from "../../../shared/orders/order.schema.ts";

export type BoardFilters = { status: OrderStatus | null; driverId: DriverId | null; query: string };

export type BoardUrl = BoardFilters & {
  selectedId: OrderId | null;
  /** A phone shows one of both. */
  view: "list" | "map";
  change: (patch: Partial<Record<"status" | "driver" | "q" | "sel" | "view", string | null>>) => void;
};

/** The board's state lives in its address, so that it can be sent, reloaded and gone back to. */
export function useBoardUrl(): BoardUrl {
  const [params, setParams] = useSearchParams();
  const change = useCallback<BoardUrl["change"]>(
    patch =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(patch)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return useMemo(
    () => ({
      status: OrderStatusSchema.safeParse(params.get("status")).data ?? null,
      driverId: DriverId.safeParse(params.get("driver")).data ?? null,
      query: params.get("q") ?? "",
      selectedId: OrderId.safeParse(params.get("sel")).data ?? null,
      view: params.get("view") === "map" ? "map" : "list",
      change,
    }),
    [params, change],
  );
}
