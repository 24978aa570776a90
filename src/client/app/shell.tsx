import { CircleUser, LogOut } from "lucide-react";
import { type ComponentType, lazy, Suspense } from "react";
import { NavLink, Outlet } from "react-router";
import { IconButton } from "../ui/icon-button.tsx";
import { Logo } from "../ui/logo.tsx";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { ThemeToggle } from "../ui/theme-toggle.tsx";
import { NAVIGATION, type NavigationItem } from "./navigation.ts";
import { OfflineBanner } from "./offline-banner.tsx";
import { useConnection, useMe } from "./providers.tsx";
import { useOpenQuestion } from "./reason-prompt.ts";
import { useBusinessCan } from "./use-business.ts";

/** Not before the first paint; without it nothing is missing but messages. */
const Toaster = lazy(
  (): Promise<{ default: ComponentType }> =>
    import("../ui/toaster.tsx").then(
      ({ Toaster }) => ({ default: Toaster }),
      () => ({ default: () => null }),
    ),
);

/** Only administrators are ever asked. */
const ReasonQuestion = lazy(() => import("../features/reasons/reason-question.tsx"));

function OpenQuestion() {
  const question = useOpenQuestion(useConnection().reasons);
  return question ? <ReasonQuestion key={question.path} question={question} /> : null;
}

/** The frame of the office screens: a rail at the left on a desk, a bar at the bottom on a phone. */
export function Shell() {
  const { role, fullName } = useMe();
  const may = useBusinessCan();
  const all: readonly NavigationItem[] = NAVIGATION[role];
  const items = all.filter(({ needs }) => !needs || may(needs));
  return (
    <div className="flex h-dvh flex-col">
      <OfflineBanner />
      <div className="flex min-h-0 flex-1 flex-col-reverse md:flex-row">
        <nav
          aria-label="Main"
          className="flex shrink-0 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:w-21 md:flex-col md:border-t-0 md:border-r md:pb-3"
        >
          <div className="hidden h-14 items-center justify-center md:flex">
            <Logo />
          </div>
          <ul className="flex flex-1 justify-around md:flex-col md:justify-start md:gap-1 md:px-2 md:pt-2">
            {items.map(item => (
              <li key={item.to} className="flex-1 md:flex-none">
                <RailLink {...item} />
              </li>
            ))}
          </ul>
          <div className="hidden flex-col items-center gap-1 md:flex">
            <ThemeToggle />
            <AccountLink fullName={fullName} />
            <SignOut fullName={fullName} />
          </div>
        </nav>
        <main className="flex min-h-0 min-w-0 flex-1 flex-col">
          <header className="flex h-12 shrink-0 items-center gap-1 border-b bg-surface px-4 md:hidden">
            <Logo withName />
            <span className="flex-1" />
            <ThemeToggle />
            <AccountLink fullName={fullName} />
            <SignOut fullName={fullName} />
          </header>
          <Suspense fallback={<SkeletonRows label="Opening" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Suspense fallback={null}>
        <Toaster />
      </Suspense>
      <Suspense fallback={null}>
        <OpenQuestion />
      </Suspense>
    </div>
  );
}

function RailLink({ to, label, icon: Icon, end }: NavigationItem) {
  return (
    <NavLink
      to={to}
      end={end ?? false}
      className="flex h-14 flex-col items-center justify-center gap-1 rounded-control text-ink-soft text-xs transition-colors duration-120 hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-brand md:h-15 md:hover:bg-ink/5 md:aria-[current=page]:bg-brand-wash"
    >
      <Icon aria-hidden className="size-5" strokeWidth={1.75} />
      {label}
    </NavLink>
  );
}

function AccountLink({ fullName }: { fullName: string }) {
  return (
    <NavLink
      to="/account"
      aria-label={`Account of ${fullName}`}
      title={fullName}
      className="inline-flex size-9 items-center justify-center rounded-control text-ink-soft transition-colors duration-120 hover:bg-ink/6 hover:text-ink aria-[current=page]:text-brand"
    >
      <CircleUser aria-hidden className="size-5" strokeWidth={1.75} />
    </NavLink>
  );
}

function SignOut({ fullName }: { fullName: string }) {
  const { medex } = useConnection();
  return (
    <IconButton label={`Sign out ${fullName}`} onClick={() => medex.logout()}>
      <LogOut aria-hidden className="size-5" strokeWidth={1.75} />
    </IconButton>
  );
}
