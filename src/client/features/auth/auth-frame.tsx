import type { ReactNode } from "react";
import { Logo } from "../../ui/logo.tsx";
import { ThemeToggle } from "../../ui/theme-toggle.tsx";
import { beadsOf } from "../../ui/thread/beads.ts";
import { Thread } from "../../ui/thread/thread.tsx";

/** What stands around signing in and signing up: on a desk with a word about what this is. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-full md:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <section className="flex flex-col px-6 py-6 md:px-12 md:py-10">
        <header className="flex items-center justify-between">
          <Logo withName />
          <ThemeToggle />
        </header>
        <div className="mx-auto flex w-full max-w-90 flex-1 flex-col justify-center py-10">{children}</div>
      </section>
      <aside className="hidden flex-col justify-center border-l bg-surface px-16 md:flex">
        <div className="sticky top-[30vh] max-w-120">
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
