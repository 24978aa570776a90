import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import type { DriverId, OrderId } from "../../../shared/ids.ts";
import { type OrderStatus, orderMachine } from "../../../shared/orders/order.machine.ts";
import { idInAddress } from "../../app/id-in-address.ts";

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
      status: orderMachine.states.find(state => state === params.get("status")) ?? null,
      driverId: idInAddress<DriverId>(params.get("driver")),
      query: params.get("q") ?? "",
      selectedId: idInAddress<OrderId>(params.get("sel")),
      view: params.get("view") === "map" ? "map" : "list",
      change,
    }),
    [params, change],
  );
}
