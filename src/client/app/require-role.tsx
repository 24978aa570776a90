import { Navigate, Outlet, useLocation } from "react-router";
import type { Role } from "../../shared/users/user.schema.ts";
import { useSession } from "./providers.tsx";
import { ROLE_HOME } from "./role-home.ts";

/** Routes of one role. Anybody else is led to where he belongs; the server decides what he may know. */
export function RequireRole({ only }: { only: Role }) {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.status !== "signedIn") {
    const isLogout = session.status === "signedOut" && session.reason === "signedOut";
    const next = isLogout ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/${next}`} replace />;
  }
  const own = session.credentials.user.role;
  return own === only ? <Outlet /> : <Navigate to={ROLE_HOME[own]} replace />;
}
