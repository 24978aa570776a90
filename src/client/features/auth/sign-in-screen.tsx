import { Link, Navigate, useSearchParams } from "react-router";
import { useSession } from "../../app/providers.tsx";
import { ROLE_HOME } from "../../app/role-home.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { localPath } from "./local-path.ts";
import { SignInForm } from "./sign-in-form.tsx";

/** The door. Whoever is signed in already goes on to where he was, or to the home of his role. */
export function SignInScreen() {
  const session = useSession();
  const [params] = useSearchParams();
  if (session.status === "signedIn") {
    return (
      <Navigate to={localPath(params.get("next")) ?? ROLE_HOME[session.credentials.user.role]} replace />
    );
  }
  const isExpired = session.status === "signedOut" && session.reason === "expired";
  return (
    <AuthFrame>
      <h1 className="font-semibold text-xl">Sign in</h1>
      <p className="mt-1 mb-6 text-ink-soft">
        {isExpired
          ? "Your session has ended. Sign in to go on where you were."
          : "To your board, your route or your orders."}
      </p>
      <SignInForm />
      <p className="mt-8 border-t pt-5 text-ink-soft text-sm">
        New here?{" "}
        <Link to="/sign-up" className="font-medium text-brand hover:underline">
          Order deliveries
        </Link>{" "}
        or{" "}
        <Link to="/sign-up?as=business" className="font-medium text-brand hover:underline">
          register a business
        </Link>
        .
      </p>
    </AuthFrame>
  );
}
