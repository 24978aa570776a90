import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod";
import { CreateVendorInput, type VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { showIssues } from "../../app/form-problems.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { PlaceField } from "../orders/order-form/place-field.tsx";
import { useVendorUpdate } from "./use-vendor-update.ts";

const { businessName, email, phone, address } = CreateVendorInput.shape;
const Profile = z.object({ businessName, email, phone, address });

export function ProfileForm({ vendor }: { vendor: VendorView }) {
  const update = useVendorUpdate(vendor, "Business");
  const form = useForm({
    resolver: zodResolver(Profile),
    values: {
      businessName: vendor.businessName,
      email: vendor.email,
      phone: vendor.phone ?? "",
      address: vendor.address,
    },
    resetOptions: { keepDirtyValues: true },
  });
  const { errors, isDirty } = form.formState;
  const save = form.handleSubmit(async profile => {
    try {
      await update.mutateAsync(profile);
      form.reset(profile);
    } catch (error) {
      showIssues(form, error);
    }
  });
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4">
      <Field label="Name" error={errors.businessName?.message}>
        {control => <TextInput {...control} {...form.register("businessName")} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Phone" error={errors.phone?.message}>
          {control => <TextInput {...control} {...form.register("phone")} type="tel" />}
        </Field>
        <Field label="E-mail" error={errors.email?.message}>
          {control => <TextInput {...control} {...form.register("email")} type="email" />}
        </Field>
      </div>
      <Controller
        control={form.control}
        name="address"
        render={({ field }) => (
          <PlaceField
            label="Pickup address"
            place={field.value}
            onChange={field.onChange}
            error={errors.address?.message ?? errors.address?.address?.message}
          />
        )}
      />
      <ErrorLine error={update.error} />
      <Button
        type="submit"
        tone="primary"
        className="self-start"
        disabled={!isDirty}
        pending={update.isPending}
      >
        Save business
      </Button>
    </form>
  );
}
