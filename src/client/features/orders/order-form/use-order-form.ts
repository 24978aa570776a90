import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { z } from "zod";
import { problemOf } from "../../../../sdk/index.ts";
import type { VendorId } from "../../../../shared/ids.ts";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import { showIssues } from "../../../app/form-problems.ts";
import { useTRPC } from "../../../app/trpc.ts";
import {
  initialValues,
  type OrderFormResult,
  OrderFormSchema,
  type OrderFormValues,
  toCreateInput,
  toUpdateInput,
} from "./order-form-values.ts";
import { wordsFor } from "./order-form-words.ts";
import { createSubmissionKeys } from "./submission-key.ts";

export type OrderFormApi = UseFormReturn<OrderFormValues, unknown, OrderFormResult>;

type Options = { vendorId: VendorId; order?: OrderView | undefined; onDone: (order: OrderView) => void };

/** The form's state and its one command: creates the order, or sends what was changed of `order`. */
export function useOrderForm({ vendorId, order, onDone }: Options) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const create = useMutation(trpc.orders.create.mutationOptions());
  const update = useMutation(trpc.orders.update.mutationOptions());
  const [keyOf] = useState(() => createSubmissionKeys());
  const [problem, setProblem] = useState<unknown>(null);
  const isSending = useRef(false);
  const form: OrderFormApi = useForm<OrderFormValues, unknown, OrderFormResult>({
    resolver: zodResolver(OrderFormSchema, { error: ({ path }) => wordsFor(path) }),
    defaultValues: initialValues(order),
  });

  async function send(values: OrderFormResult): Promise<OrderView> {
    if (!order) {
      const input = toCreateInput(vendorId, values);
      return create.mutateAsync({ ...input, idempotencyKey: keyOf(input) });
    }
    const changes = toUpdateInput(order, values);
    return changes ? update.mutateAsync({ ...changes, idempotencyKey: keyOf(changes) }) : order;
  }

  const submit = form.handleSubmit(async values => {
    if (isSending.current) return;
    isSending.current = true;
    setProblem(null);
    try {
      const done = await send(values);
      queries.setQueryData(trpc.orders.get.queryKey({ orderId: done.id }), done);
      void queries.invalidateQueries({ queryKey: trpc.orders.list.pathKey() });
      void queries.invalidateQueries({ queryKey: trpc.orders.timeline.queryKey({ orderId: done.id }) });
      onDone(done);
    } catch (error) {
      if (!showAddressProblem(form, error) && !showIssues(form, error)) setProblem(error);
    } finally {
      isSending.current = false;
    }
  });

  return { form, submit, problem, isPending: create.isPending || update.isPending };
}

const ADDRESS_PROBLEMS = new Set(["ADDRESS_NOT_FOUND", "OUTSIDE_SERVICE_AREA"]);

/** What the service could not do with the address, as words for its field; null when it is something else. */
export function addressProblem(error: unknown): { text: string; alternatives: string[] } | null {
  const { code, text, wayOut, details } = problemOf(error);
  if (!ADDRESS_PROBLEMS.has(code)) return null;
  const alternatives = z.array(z.string()).safeParse(details.suggestions);
  return { text: `${text} ${wayOut}`, alternatives: alternatives.success ? alternatives.data : [] };
}

function showAddressProblem(form: OrderFormApi, error: unknown): boolean {
  const problem = addressProblem(error);
  if (problem) form.setError("delivery.address", { message: problem.text }, { shouldFocus: true });
  return problem !== null;
}
