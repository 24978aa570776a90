import { LogOut } from "lucide-react";
import type { ReactNode } from "react";
import type { Role } from "../../../shared/users/user.schema.ts";
import { useConnection, useMe } from "../../app/providers.tsx";
import { Button } from "../../ui/button.tsx";
import { Initials } from "../../ui/initials.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { useTheme } from "../../ui/theme.ts";
import { OwnDataSection } from "../privacy/own-data-section.tsx";
import { EmailNotice } from "./links/email-notice.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SecondFactorSection } from "./second-factor/second-factor-section.tsx";
import { SessionList } from "./session-list.tsx";

const ROLE_WORDS = {
  user: "Orders deliveries",
  vendor: "Acts for a business",
  driver: "Driver",
  admin: "Administrator",
} as const satisfies Record<Role, string>;

/** The reader's own account: who it is, its password, its devices and its looks. */
export function AccountScreen() {
  const { medex } = useConnection();
  const { fullName, email, phone, role, mustEnrolSecondFactor } = useMe();
  return (
    <>
      <PageHeader
        title="Account"
        actions={
          <Button
            onClick={() => medex.logout()}
            icon={<LogOut aria-hidden className="size-4" strokeWidth={1.75} />}
          >
            Sign out
          </Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-180 flex-col px-4 py-6 md:px-6">
          <section aria-label="Who you are" className="flex items-center gap-4 pb-7">
            <Initials name={fullName} className="size-12 text-base" />
            <div className="min-w-0">
              <p className="truncate font-semibold text-lg">{fullName}</p>
              <p className="truncate text-ink-soft text-sm">
                {email}
                {phone ? ` · ${phone}` : ""}
              </p>
              <p className="text-ink-soft text-sm">{ROLE_WORDS[role]}</p>
            </div>
          </section>
          <Section title="E-mail">
            <EmailNotice email={email} />
          </Section>
          <Section title="Colours" text="Kept on this device.">
            <ThemeChoice />
          </Section>
          <Section title="Password">
            <PasswordForm email={email} />
          </Section>
          <Section title="Second factor" text="A code of an application on your phone, besides the password.">
            <SecondFactorSection isRequired={mustEnrolSecondFactor} />
          </Section>
          <Section
            title="Devices"
            text="Where this account is signed in. Sign out what you do not recognise."
          >
            <SessionList />
          </Section>
          <Section
            title="Your data"
            text="Everything that is kept about you, as a file; and how to have it deleted."
          >
            <OwnDataSection />
          </Section>
        </div>
      </div>
    </>
  );
}

function ThemeChoice() {
  const { theme, choose } = useTheme();
  return (
    <Segmented
      label="Colours"
      value={theme}
      onChange={choose}
      segments={[
        { value: "light", label: "Light" },
        { value: "dark", label: "Dark" },
      ]}
      className="self-start"
    />
  );
}

function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 border-t py-7">
      <div>
        <h2 className="font-semibold text-base">{title}</h2>
        {text ? <p className="text-ink-soft text-sm">{text}</p> : null}
      </div>
      {children}
    </section>
  );
}
