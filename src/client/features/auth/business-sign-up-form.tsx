import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Button } from "../../ui/button.tsx";
import { ErrorLine } from "../../ui/error-state.tsx";
import { SignUpField } from "./sign-up-fields.tsx";
import { BusinessSignUp, signUpWords } from "./sign-up-schema.ts";
import { useRegistration } from "./use-registration.ts";

/** An account for a pharmacy, laboratory or clinic; it takes orders once somebody here has approved it. */
export function BusinessSignUpForm() {
  const form = useForm({
    resolver: zodResolver(BusinessSignUp, { error: ({ path }) => signUpWords(path) }),
    defaultValues: {
      businessName: "",
      address: { address: "" },
      fullName: "",
      email: "",
      phone: "",
      password: "",
    },
  });
  const { register, problem } = useRegistration(form, { email: "email", address: "address.address" });
  const submit = form.handleSubmit(business => register({ role: "vendor", client: "browser", ...business }));
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SignUpField
        form={form}
        name="businessName"
        label="Business"
        autoComplete="organization"
        placeholder="MedPharm Kamppi"
        autoFocus
      />
      <SignUpField
        form={form}
        name="address.address"
        label="Address"
        autoComplete="street-address"
        hint="Where couriers pick up: street, number and city."
      />
      <SignUpField form={form} name="fullName" label="Your name" autoComplete="name" />
      <SignUpField form={form} name="email" label="E-mail" type="email" autoComplete="username" />
      <SignUpField
        form={form}
        name="phone"
        label="Phone"
        type="tel"
        autoComplete="tel"
        hint="Couriers and customers call this number."
      />
      <SignUpField
        form={form}
        name="password"
        label="Password"
        type="password"
        autoComplete="new-password"
        hint="At least 10 characters. A short sentence is good."
      />
      <ErrorLine error={problem} />
      <Button
        type="submit"
        tone="primary"
        size="large"
        pending={form.formState.isSubmitting}
        className="mt-1"
      >
        Register the business
      </Button>
      <p className="text-ink-soft text-sm">
        An administrator looks at each business before it takes orders; you see here when that is done.
      </p>
    </form>
  );
}
