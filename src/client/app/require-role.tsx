import { Navigate, Outlet, useLocation } from "react-router";
import type { Role } from "../../shared/users/user.schema.ts";
import { useAccount, useSession } from "./providers.tsx";
import { ROLE_HOME } from "./role-home.ts";

/** Routes of whoever is signed in. */
export function RequireSession() {
  const account = useAccount();
  const signIn = useSignInPath();
  return account ? <Outlet /> : <Navigate to={signIn} replace />;
}

/** Routes of one role. Anybody else is led to where he belongs; the server decides what he may know. */
export function RequireRole({ only }: { only: Role }) {
  const account = useAccount();
  const signIn = useSignInPath();
  if (!account) return <Navigate to={signIn} replace />;
  // The one screen that answers before a second factor is set up.
  if (account.mustEnrolSecondFactor) return <Navigate to="/account" replace />;
  return account.role === only ? <Outlet /> : <Navigate to={ROLE_HOME[account.role]} replace />;
}

/** The door, which leads back here; after signing out it leads nowhere, for somebody else may sit down. */
function useSignInPath(): string {
  const session = useSession();
  const { pathname, search } = useLocation();
  const isLogout = session.status === "signedOut" && session.reason === "signedOut";
  return isLogout ? "/" : `/?next=${encodeURIComponent(pathname + search)}`;
}
