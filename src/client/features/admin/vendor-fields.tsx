import { type Control, Controller, type FieldErrors, type UseFormRegister, useWatch } from "react-hook-form";
import { Currency } from "../../../shared/money.ts";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/select.tsx";
import { Switch } from "../../ui/switch.tsx";
import { AdornedInput, TextInput } from "../../ui/text-input.tsx";
import { PlaceField } from "../orders/order-form/place-field.tsx";
import type { VendorForm } from "./vendor-form-values.ts";

/** The part of a form that both sheets share: the new business has more fields than these. */
export type VendorFieldsForm = {
  control: Control<VendorForm>;
  register: UseFormRegister<VendorForm>;
  errors: FieldErrors<VendorForm>;
};

/** Name, contact and place of a business. */
export function ProfileFields({ form: { control, register, errors } }: { form: VendorFieldsForm }) {
  return (
    <div className="flex flex-col gap-4">
      <Field label="Business" error={errors.businessName?.message}>
        {props => <TextInput {...props} {...register("businessName")} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="E-mail" error={errors.email?.message}>
          {props => <TextInput {...props} {...register("email")} type="email" />}
        </Field>
        <Field label="Phone" error={errors.phone?.message}>
          {props => <TextInput {...props} {...register("phone")} type="tel" />}
        </Field>
      </div>
      <Controller
        control={control}
        name="address"
        render={({ field: { value, onChange } }) => (
          <PlaceField
            label="Address, where couriers pick up"
            place={value}
            onChange={onChange}
            error={errors.address?.address?.message ?? errors.address?.message}
          />
        )}
      />
    </div>
  );
}

const AMOUNTS = [
  { name: "pricing.base", label: "Each delivery" },
  { name: "pricing.perKm", label: "Per kilometre" },
  { name: "pricing.minimum", label: "At least" },
] as const;
const CURRENCIES = Currency.options.map(value => ({ value, label: value }));

/** What deliveries of the business cost. */
export function PricingFields({ form: { control, register, errors } }: { form: VendorFieldsForm }) {
  const currency = useWatch({ control, name: "pricing.currency" });
  const problems = {
    "pricing.base": errors.pricing?.base?.message,
    "pricing.perKm": errors.pricing?.perKm?.message,
    "pricing.minimum": errors.pricing?.minimum?.message,
  };
  return (
    <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
      {AMOUNTS.map(({ name, label }) => (
        <Field key={name} label={label} error={problems[name]}>
          {props => (
            <AdornedInput
              {...props}
              {...register(name)}
              inputMode="decimal"
              after={<span className="text-ink-soft text-xs">{currency}</span>}
            />
          )}
        </Field>
      ))}
      <Field label="Currency">
        {props => (
          <Controller
            control={control}
            name="pricing.currency"
            render={({ field: { value, onChange } }) => (
              <Select {...props} value={value} onChange={onChange} options={CURRENCIES} />
            )}
          />
        )}
      </Field>
    </div>
  );
}

/** What has to be shown before a delivery of the business counts. */
export function ProofFields({ form: { control } }: { form: VendorFieldsForm }) {
  return (
    <div>
      <Controller
        control={control}
        name="proofPolicy.photo"
        render={({ field: { value, onChange } }) => (
          <Switch
            label="Photo at the door"
            hint="The driver takes it at the handover."
            checked={value}
            onChange={onChange}
          />
        )}
      />
      <Controller
        control={control}
        name="proofPolicy.signature"
        render={({ field: { value, onChange } }) => (
          <Switch
            label="Signature"
            hint="The recipient signs on the driver's phone."
            checked={value}
            onChange={onChange}
          />
        )}
      />
    </div>
  );
}
