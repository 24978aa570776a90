import { useMutation } from "@tanstack/react-query";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { saveText } from "../../app/save-text.ts";
import { useTRPCClient } from "../../app/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { tellProblem } from "../../ui/toast.ts";

/** The chain of custody as a file that proves itself, and the page that checks it. */
export function CustodyDownload({ order }: { order: Pick<OrderView, "id" | "orderNumber"> }) {
  const { orders } = useTRPCClient();
  const download = useMutation({
    mutationFn: () => orders.custody.query({ orderId: order.id }),
    onSuccess: chain =>
      saveText({
        filename: `custody-${order.orderNumber}.json`,
        contentType: "application/json",
        content: JSON.stringify(chain, null, 2),
      }),
    onError: tellProblem,
  });
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="small" pending={download.isPending} onClick={() => download.mutate()}>
        Download
      </Button>
      <a
        className="text-brand underline decoration-1 underline-offset-3"
        href="/verify"
        target="_blank"
        rel="noreferrer"
      >
        Check a file
      </a>
    </span>
  );
}
