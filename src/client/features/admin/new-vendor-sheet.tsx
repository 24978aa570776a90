import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation } from "@tanstack/react-query";
import { type Control, type UseFormRegister, useForm } from "react-hook-form";
import { problemOf } from "../../../sdk/index.ts";
import type { VendorView } from "../../../shared/vendors/vendor.schema.ts";
import { showIssues } from "../../app/form-problems.ts";
import { useTRPC } from "../../app/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { tell } from "../../ui/toast.ts";
import { SheetPart } from "./sheet-part.tsx";
import { useVendorsChanged } from "./use-vendor-commands.ts";
import { PricingFields, ProfileFields, ProofFields, type VendorFieldsForm } from "./vendor-fields.tsx";
import {
  emptyVendorForm,
  NewVendorForm,
  toNewVendor,
  type VendorForm,
  vendorWords,
} from "./vendor-form-values.ts";

type NewVendorSheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: (vendor: VendorView) => void;
};

/** Opens a business with the account of its owner; it takes orders at once. */
export function NewVendorSheet({ open, onOpenChange, onDone }: NewVendorSheetProps) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="New business">
      <NewVendor onDone={onDone} />
    </Sheet>
  );
}

function NewVendor({ onDone }: Pick<NewVendorSheetProps, "onDone">) {
  const trpc = useTRPC();
  const changed = useVendorsChanged();
  const form = useForm({
    resolver: zodResolver(NewVendorForm, { error: ({ path }) => vendorWords(path) }),
    defaultValues: emptyVendorForm(),
  });
  const { errors } = form.formState;
  const create = useMutation(
    trpc.vendors.create.mutationOptions({
      onSuccess: vendor => {
        changed();
        tell(`${vendor.businessName} is open`, { detail: "Its owner can sign in now." });
        onDone(vendor);
      },
      onError: error => {
        const { code, text } = problemOf(error);
        if (code === "EMAIL_TAKEN") form.setError("ownerEmail", { message: text }, { shouldFocus: true });
        else if (code === "ADDRESS_NOT_FOUND") form.setError("address.address", { message: text });
        else showIssues(form, error);
      },
    }),
  );
  // The shared fields are a part of this form, which the types of the form library cannot say.
  const fields: VendorFieldsForm = {
    control: form.control as unknown as Control<VendorForm>,
    register: form.register as unknown as UseFormRegister<VendorForm>,
    errors,
  };
  return (
    <form noValidate onSubmit={form.handleSubmit(values => create.mutate(toNewVendor(values)))}>
      <SheetPart title="Profile">
        <ProfileFields form={fields} />
      </SheetPart>
      <SheetPart title="Owner's account">
        <Field label="Owner" error={errors.ownerName?.message}>
          {props => <TextInput {...props} {...form.register("ownerName")} />}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Signs in with" error={errors.ownerEmail?.message}>
            {props => <TextInput {...props} {...form.register("ownerEmail")} type="email" />}
          </Field>
          <Field label="First password" error={errors.password?.message}>
            {props => <PasswordInput {...props} {...form.register("password")} autoComplete="new-password" />}
          </Field>
        </div>
      </SheetPart>
      <SheetPart title="Prices">
        <PricingFields form={fields} />
      </SheetPart>
      <SheetPart title="Proof of delivery">
        <ProofFields form={fields} />
      </SheetPart>
      <div className="sticky bottom-0 flex flex-col gap-3 border-t bg-paper px-5 py-3">
        <ErrorLine error={create.isError && Object.keys(errors).length === 0 ? create.error : null} />
        <Button type="submit" tone="primary" className="self-end" pending={create.isPending}>
          Open the business
        </Button>
      </div>
    </form>
  );
}
