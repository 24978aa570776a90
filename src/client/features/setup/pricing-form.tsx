import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import type { Pricing, VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { moneyText } from "../../ui/money.tsx";
import { AdornedInput } from "../../ui/text-input.tsx";
import { TypedAmount, typed } from "./amounts.ts";
import { useVendorUpdate } from "./use-vendor-update.ts";

const Amounts = z.object({ base: TypedAmount, perKm: TypedAmount, minimum: TypedAmount });
const EXAMPLE_KM = 3;

export function PricingForm({ vendor }: { vendor: VendorView }) {
  const { currency, baseCents, perKmCents, minimumCents } = vendor.pricing;
  const update = useVendorUpdate(vendor, "Pricing");
  const form = useForm({
    resolver: zodResolver(Amounts),
    values: { base: typed(baseCents), perKm: typed(perKmCents), minimum: typed(minimumCents) },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty } = form.formState;
  const example = exampleOf(Amounts.safeParse(form.watch()).data, currency);
  const save = form.handleSubmit(({ base, perKm, minimum }) =>
    update.mutate(
      { pricing: { currency, baseCents: base, perKmCents: perKm, minimumCents: minimum } },
      { onSuccess: () => form.reset(form.getValues()) },
    ),
  );
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Base" error={errors.base?.message}>
          {control => (
            <AdornedInput {...control} {...form.register("base")} inputMode="decimal" after={currency} />
          )}
        </Field>
        <Field label="Per kilometre" error={errors.perKm?.message}>
          {control => (
            <AdornedInput {...control} {...form.register("perKm")} inputMode="decimal" after={currency} />
          )}
        </Field>
        <Field label="At least" error={errors.minimum?.message}>
          {control => (
            <AdornedInput {...control} {...form.register("minimum")} inputMode="decimal" after={currency} />
          )}
        </Field>
      </div>
      {example ? (
        <p className="text-ink-soft text-sm">
          A delivery of {EXAMPLE_KM} km costs <span className="font-medium text-ink">{example}</span>.
        </p>
      ) : null}
      <ErrorLine error={update.error} />
      <Button
        type="submit"
        tone="primary"
        className="self-start"
        disabled={!isDirty}
        pending={update.isPending}
      >
        Save pricing
      </Button>
    </form>
  );
}

function exampleOf(
  amounts: z.infer<typeof Amounts> | undefined,
  currency: Pricing["currency"],
): string | null {
  if (!amounts) return null;
  return moneyText(Math.max(amounts.minimum, amounts.base + amounts.perKm * EXAMPLE_KM), currency);
}
