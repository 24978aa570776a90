import { type ReactNode, useState } from "react";
import { useController, useWatch } from "react-hook-form";
import type { Point } from "../../../../shared/geo.ts";
import type { VendorId } from "../../../../shared/ids.ts";
import type { OrderView } from "../../../../shared/orders/order.schema.ts";
import type { PlaceInput } from "../../../../shared/orders/place.schema.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorLine } from "../../../ui/error-state.tsx";
import { Field } from "../../../ui/field.tsx";
import { TextArea, TextInput } from "../../../ui/text-input.tsx";
import { ItemsField } from "./items-field.tsx";
import { isSamePlace } from "./order-form-values.ts";
import { PlaceField } from "./place-field.tsx";
import { QuoteCard } from "./quote-card.tsx";
import { addressProblem, useOrderForm } from "./use-order-form.ts";
import { useQuote } from "./use-quote.ts";

type OrderFormProps = {
  /** Who sends. */
  vendorId: VendorId;
  /** Said beside the price; leave it out where the reader is the sender. */
  senderName?: string;
  /** Addresses near here are suggested first: the sender's own place. */
  near?: Point;
  /** Corrects this order instead of making one. */
  order?: OrderView;
  /** The server has made or changed the order. */
  onDone: (order: OrderView) => void;
  onLeave?: () => void;
};

/**
 * A new order, or the correction of one: for a page and for a sheet alike, it arranges itself by the width that it is
 * given. One press makes one order, however often it is repeated.
 */
export function OrderForm({ vendorId, senderName, near, order, onDone, onLeave }: OrderFormProps) {
  const { form, submit, problem, isPending } = useOrderForm({ vendorId, order, onDone });
  const { errors } = form.formState;
  const { field: address } = useController({ control: form.control, name: "delivery.address" });
  const delivery = useWatch({ control: form.control, name: "delivery" });
  const [settledAddress, setSettledAddress] = useState<string | null>(null);
  const quotedPlace = placeToQuote(delivery, settledAddress, order);
  const quote = useQuote(vendorId, quotedPlace);
  const refusal = quotedPlace && quote.error ? addressProblem(quote.error) : null;
  const setDelivery = (place: PlaceInput) => {
    form.setValue("delivery", place, { shouldDirty: true });
    form.clearErrors("delivery");
  };

  return (
    <form onSubmit={submit} noValidate className="@container" aria-busy={isPending}>
      <div className="grid gap-x-10 gap-y-8 @4xl:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-8">
          <Part title="Where to">
            <PlaceField
              label="Delivery address"
              place={delivery}
              onChange={setDelivery}
              onSettled={() => setSettledAddress(form.getValues("delivery.address").trim())}
              error={errors.delivery?.address?.message ?? errors.delivery?.message ?? refusal?.text}
              alternatives={refusal?.alternatives ?? []}
              found={quotedPlace && !quote.isPlaceholderData ? (quote.data?.delivery ?? null) : null}
              {...(near ? { near } : {})}
              autoFocus={!order}
              inputRef={address.ref}
            />
          </Part>
          <Part title="To whom">
            <div className="grid gap-4 @lg:grid-cols-2">
              <Field label="Recipient" error={errors.customerName?.message}>
                {control => (
                  <TextInput
                    {...control}
                    {...form.register("customerName")}
                    autoComplete="off"
                    placeholder="Aino Laine"
                  />
                )}
              </Field>
              <Field label="Phone" error={errors.customerPhone?.message}>
                {control => (
                  <TextInput
                    {...control}
                    {...form.register("customerPhone")}
                    type="tel"
                    inputMode="tel"
                    placeholder="+358 40 123 4567"
                  />
                )}
              </Field>
            </div>
          </Part>
          <Part title="What">
            <ItemsField form={form} />
          </Part>
          <Field
            label="Notes for the courier"
            optional
            error={errors.notes?.message}
            hint="Entrance, floor, door code, where to ring."
          >
            {control => <TextArea {...control} {...form.register("notes")} rows={3} maxLength={1_000} />}
          </Field>
        </div>
        <aside className="flex flex-col gap-4 @4xl:sticky @4xl:top-6 @4xl:self-start @4xl:rounded-card @4xl:border @4xl:bg-surface @4xl:p-5">
          {quotedPlace || !order ? (
            <QuoteCard
              quote={quotedPlace && !refusal ? quote.data : undefined}
              isAsking={quotedPlace !== null && quote.isFetching}
              error={refusal || !quotedPlace ? null : quote.error}
              senderName={senderName}
            />
          ) : (
            <p className="text-ink-soft text-sm">A new address is priced anew before it is saved.</p>
          )}
          <ErrorLine error={problem} />
          <Button type="submit" tone="primary" size="large" pending={isPending}>
            {order ? "Save the changes" : "Order the delivery"}
          </Button>
          {onLeave ? (
            <Button tone="bare" onClick={onLeave}>
              {order ? "Leave it as it was" : "Go back"}
            </Button>
          ) : null}
        </aside>
      </div>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-semibold text-base">{title}</h2>
      {children}
    </section>
  );
}

/** What to ask a price for: a pin, or an address typed to its end; nothing for the place that the order has already. */
function placeToQuote(
  place: PlaceInput,
  settledAddress: string | null,
  order: OrderView | undefined,
): PlaceInput | null {
  if (order && isSamePlace(order.delivery, place)) return null;
  const address = place.address.trim();
  if (address.length < 2) return null;
  if (place.latitude !== undefined) return { ...place, address };
  return address === settledAddress ? { address } : null;
}
