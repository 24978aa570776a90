import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod";
import { CreateDriverInput, type DriverView, VehicleType } from "../../../shared/drivers/driver.schema.ts";
import { showIssues } from "../../app/form-problems.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { Field } from "../../ui/field.tsx";
import { PasswordInput } from "../../ui/password-input.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { VEHICLE_LOOK } from "./duty-look.ts";
import { useDriverCommands } from "./use-driver-commands.ts";

const { fullName, phone, vehicleType, vehicleNumber, licenseNumber, email, password } =
  CreateDriverInput.shape;
/** An empty field of a form is an absent one. */
const absentWhenEmpty = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((text: unknown) => (text === "" ? undefined : text), schema);
const Profile = z.object({
  fullName,
  phone,
  vehicleType,
  vehicleNumber: absentWhenEmpty(vehicleNumber),
  licenseNumber: absentWhenEmpty(licenseNumber),
});
const ACCESS = [
  { value: "invite", label: "Invite by e-mail" },
  { value: "password", label: "Set a password" },
] as const;
type Access = (typeof ACCESS)[number]["value"];
/** Who is invited chooses the password himself: that field stays as it is. */
const NEW_DRIVER = {
  invite: Profile.extend({ email, password: z.string() }),
  password: Profile.extend({ email, password }),
} satisfies Record<Access, z.ZodType>;
/** An account's address and password are the driver's own once it exists: here they only fill the form. */
const KnownDriver = Profile.extend({ email: z.string(), password: z.string() });

const VEHICLES = VehicleType.options.map(value => {
  const { label, icon: Icon } = VEHICLE_LOOK[value];
  return { value, label, icon: <Icon aria-hidden className="size-4 text-ink-soft" strokeWidth={1.75} /> };
});

type DriverFormProps = { driver: DriverView | null; onDone: () => void };

/** A new driver of the fleet, or the details of one. */
export function DriverForm({ driver, onDone }: DriverFormProps) {
  const { create, invite, update } = useDriverCommands();
  const [access, setAccess] = useState<Access>("invite");
  const form = useForm({
    resolver: zodResolver(driver ? KnownDriver : NEW_DRIVER[access]),
    defaultValues: {
      fullName: driver?.fullName ?? "",
      phone: driver?.phone ?? "",
      vehicleType: driver?.vehicleType ?? "bike",
      vehicleNumber: driver?.vehicleNumber ?? "",
      licenseNumber: driver?.licenseNumber ?? "",
      email: driver?.email ?? "",
      password: "",
    },
  });
  const { errors } = form.formState;
  const isReadOnly = driver !== null && !driver.can.includes("update");
  const problem = Object.keys(errors).length ? null : (create.error ?? invite.error ?? update.error);
  const save = form.handleSubmit(async ({ email, password, ...profile }) => {
    try {
      if (driver) await update.mutateAsync({ driverId: driver.id, ...profile });
      else if (access === "invite") await invite.mutateAsync({ ...profile, email });
      else await create.mutateAsync({ ...profile, email, password });
      onDone();
    } catch (error) {
      showIssues(form, error);
    }
  });
  return (
    <form onSubmit={save} noValidate>
      <fieldset disabled={isReadOnly} className="flex min-w-0 flex-col gap-4">
        <Field label="Name" error={errors.fullName?.message}>
          {control => <TextInput {...control} {...form.register("fullName")} autoFocus />}
        </Field>
        <Field label="Phone" error={errors.phone?.message}>
          {control => (
            <TextInput {...control} {...form.register("phone")} type="tel" placeholder="+358 40 123 4567" />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Vehicle" error={errors.vehicleType?.message}>
            {control => (
              <Controller
                control={form.control}
                name="vehicleType"
                render={({ field }) => (
                  <Select {...control} value={field.value} onChange={field.onChange} options={VEHICLES} />
                )}
              />
            )}
          </Field>
          <Field label="Vehicle number" optional error={errors.vehicleNumber?.message}>
            {control => (
              <TextInput
                {...control}
                {...form.register("vehicleNumber")}
                placeholder={isReadOnly ? undefined : "ABC-123"}
              />
            )}
          </Field>
        </div>
        <Field label="Licence number" optional error={errors.licenseNumber?.message}>
          {control => <TextInput {...control} {...form.register("licenseNumber")} />}
        </Field>
        {driver ? null : (
          <>
            <Field label="E-mail" hint="The driver signs in with it." error={errors.email?.message}>
              {control => <TextInput {...control} {...form.register("email")} type="email" />}
            </Field>
            <Segmented
              label="How the driver gets a password"
              value={access}
              onChange={setAccess}
              segments={ACCESS}
              className="self-start"
            />
            {access === "invite" ? (
              <p className="text-ink-soft text-sm">
                The driver gets a letter with a link, and chooses the password there.
              </p>
            ) : (
              <Field
                label="First password"
                hint="At least 10 characters. The driver changes it after signing in."
                error={errors.password?.message}
              >
                {control => (
                  <PasswordInput {...control} {...form.register("password")} autoComplete="new-password" />
                )}
              </Field>
            )}
          </>
        )}
        <ErrorLine error={problem} />
        {isReadOnly ? (
          <p className="text-ink-soft text-sm">Owners of the business change its drivers.</p>
        ) : (
          <Button
            type="submit"
            tone="primary"
            pending={create.isPending || invite.isPending || update.isPending}
            className="self-end"
          >
            {driver ? "Save" : access === "invite" ? "Invite driver" : "Add driver"}
          </Button>
        )}
      </fieldset>
    </form>
  );
}
