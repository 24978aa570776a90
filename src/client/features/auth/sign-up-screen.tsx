import { Link, Navigate, useSearchParams } from "react-router";
import { useSession } from "../../app/providers.tsx";
import { ROLE_HOME } from "../../app/role-home.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { AuthFrame } from "./auth-frame.tsx";
import { BusinessSignUpForm } from "./business-sign-up-form.tsx";
import { CustomerSignUpForm } from "./customer-sign-up-form.tsx";

const KINDS = [
  { value: "customer", label: "I order deliveries" },
  { value: "business", label: "We send them" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

/** An account of one's own, or for a business. */
export function SignUpScreen() {
  const session = useSession();
  const [params, setParams] = useSearchParams();
  if (session.status === "signedIn") {
    return <Navigate to={ROLE_HOME[session.credentials.user.role]} replace />;
  }
  const kind: Kind = params.get("as") === "business" ? "business" : "customer";
  return (
    <AuthFrame>
      <h1 className="font-semibold text-xl">
        {kind === "business" ? "Register a business" : "Create an account"}
      </h1>
      <p className="mt-1 mb-5 text-ink-soft">
        {kind === "business"
          ? "For pharmacies, laboratories and clinics with their own couriers."
          : "Order from a pharmacy or laboratory and follow the parcel."}
      </p>
      <Segmented
        label="Who signs up"
        value={kind}
        onChange={next => setParams(next === "business" ? { as: next } : {}, { replace: true })}
        segments={KINDS}
        className="mb-6 [&>label]:flex-1 [&>label]:justify-center"
      />
      {kind === "business" ? <BusinessSignUpForm /> : <CustomerSignUpForm />}
      <p className="mt-8 border-t pt-5 text-ink-soft text-sm">
        There is an account already?{" "}
        <Link to="/" className="font-medium text-brand hover:underline">
          Sign in
        </Link>
      </p>
    </AuthFrame>
  );
}
