import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import type { OrderId } from "../../../shared/ids.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { useTRPC, useTRPCClient } from "../../app/trpc.ts";
import { tell, tellProblem } from "../../ui/toast.ts";

/** A command and the key under which it may be repeated without a second effect. */
const newKey = () => crypto.randomUUID();

/**
 * What a vendor or a customer does with an order. Nothing on the screen changes before the server has said so; what
 * can be taken back is offered to be taken back.
 */
export function useOrderCommands(orderId: OrderId) {
  const { orders } = useTRPCClient();
  const settle = useSettledOrder();

  const accept = useMutation({
    mutationFn: () => orders.accept.mutate({ orderId, idempotencyKey: newKey() }),
    onSuccess: settle,
    onError: tellProblem,
  });
  const unassign = useMutation({
    mutationFn: () => orders.unassign.mutate({ orderId, idempotencyKey: newKey() }),
    onSuccess: order => {
      settle(order);
      tell(`${order.orderNumber} is free to assign again`);
    },
    onError: tellProblem,
  });
  const assign = useMutation({
    mutationFn: ({ id: driverId }: Pick<DriverView, "id" | "fullName">) =>
      orders.assign.mutate({ orderId, driverId, idempotencyKey: newKey() }),
    onSuccess: (order, { fullName }) => {
      settle(order);
      tell(`Offered to ${fullName}`, { action: { label: "Undo", onClick: () => unassign.mutate() } });
    },
    onError: tellProblem,
  });
  const cancel = useMutation({
    mutationFn: (reason: string) => orders.cancel.mutate({ orderId, reason, idempotencyKey: newKey() }),
    onSuccess: order => {
      settle(order);
      tell(`${order.orderNumber} is cancelled`);
    },
    onError: tellProblem,
  });
  const revokeLink = useMutation({
    mutationFn: () => orders.revokeTrackingLink.mutate({ orderId, idempotencyKey: newKey() }),
    onSuccess: order => {
      settle(order);
      tell("The tracking link leads nowhere any more");
    },
    onError: tellProblem,
  });
  const reissueLink = useMutation({
    mutationFn: () => orders.reissueTrackingLink.mutate({ orderId, idempotencyKey: newKey() }),
    onSuccess: order => {
      settle(order);
      tell("There is a new tracking link; the old one has ended");
    },
    onError: tellProblem,
  });
  return { accept, assign, unassign, cancel, revokeLink, reissueLink };
}

/** Takes the server's answer as the truth of this order, and reads again what lists it. */
function useSettledOrder() {
  const queries = useQueryClient();
  const trpc = useTRPC();
  return (order: OrderView) => {
    queries.setQueryData(trpc.orders.get.queryKey({ orderId: order.id }), order);
    void queries.invalidateQueries({ queryKey: trpc.orders.list.pathKey() });
    void queries.invalidateQueries({ queryKey: trpc.orders.timeline.queryKey({ orderId: order.id }) });
    void queries.invalidateQueries({ queryKey: trpc.drivers.list.pathKey() });
  };
}
