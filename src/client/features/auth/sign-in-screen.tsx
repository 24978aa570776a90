import { Navigate, useSearchParams } from "react-router";
import { useSession } from "../../app/providers.tsx";
import { ROLE_HOME } from "../../app/role-home.ts";
import { Logo } from "../../ui/logo.tsx";
import { ThemeToggle } from "../../ui/theme-toggle.tsx";
import { beadsOf } from "../../ui/thread/beads.ts";
import { Thread } from "../../ui/thread/thread.tsx";
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
    <main className="grid min-h-full md:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <section className="flex flex-col px-6 py-6 md:px-12 md:py-10">
        <header className="flex items-center justify-between">
          <Logo withName />
          <ThemeToggle />
        </header>
        <div className="mx-auto flex w-full max-w-90 flex-1 flex-col justify-center py-10">
          <h1 className="font-semibold text-xl">Sign in</h1>
          <p className="mt-1 mb-6 text-ink-soft">
            {isExpired
              ? "Your session has ended. Sign in to go on where you were."
              : "To your board, your route or your orders."}
          </p>
          <SignInForm />
        </div>
      </section>
      <aside className="hidden flex-col justify-center border-l bg-surface px-16 md:flex">
        <div className="max-w-120">
          <p className="text-balance font-semibold text-eta leading-tight">
            Every parcel is a thread, from hand to hand.
          </p>
          <p className="mt-4 max-w-100 text-ink-soft text-lg">
            Dispatch, live tracking and proof of delivery for pharmacies, laboratories and clinics.
          </p>
          <div className="mt-12" aria-hidden>
            <Thread size="tracking" beads={beadsOf("out_for_delivery")} />
          </div>
        </div>
      </aside>
    </main>
  );
}

/** Only a path of this site: an address of another one after signing in would be an open redirect. */
function localPath(next: string | null): string | null {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\") || next === "/") return null;
  return next;
}
