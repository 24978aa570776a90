import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod";
import type { VendorId } from "../../../../shared/ids.ts";
import { CreateMemberInput } from "../../../../shared/vendors/member.schema.ts";
import { showIssues } from "../../../app/form-problems.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { ErrorLine } from "../../../ui/error-state.tsx";
import { Field } from "../../../ui/field.tsx";
import { PasswordInput } from "../../../ui/password-input.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import { Select } from "../../../ui/select.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import { MEMBER_ROLES, MEMBER_WORDS } from "./member-words.ts";
import { useTeamCommands } from "./use-team.ts";

const { fullName, email, memberRole, password } = CreateMemberInput.shape;
const ACCESS = [
  { value: "invite", label: "Invite by e-mail" },
  { value: "password", label: "Set a password" },
] as const;
type Access = (typeof ACCESS)[number]["value"];
/** Who is invited chooses the password himself: that field stays as it is. */
const COLLEAGUE = {
  invite: z.object({ fullName, email, memberRole, password: z.string() }),
  password: z.object({ fullName, email, memberRole, password }),
} satisfies Record<Access, z.ZodType>;

/** A new colleague: who, as what, and how he gets in. */
export default function InviteDialog({ vendorId, onClose }: { vendorId: VendorId; onClose: () => void }) {
  const { invite, create } = useTeamCommands(vendorId);
  const [access, setAccess] = useState<Access>("invite");
  const form = useForm({
    resolver: zodResolver(COLLEAGUE[access]),
    defaultValues: { fullName: "", email: "", memberRole: "dispatcher" as const, password: "" },
  });
  const { errors } = form.formState;
  const problem = Object.keys(errors).length ? null : (invite.error ?? create.error);
  const does = MEMBER_WORDS[form.watch("memberRole")];
  const save = form.handleSubmit(async ({ password: chosen, ...person }) => {
    try {
      if (access === "invite") await invite.mutateAsync(person);
      else await create.mutateAsync({ ...person, password: chosen });
      onClose();
    } catch (error) {
      showIssues(form, error);
    }
  });
  return (
    <Dialog open onOpenChange={isOpen => !isOpen && onClose()} title="Invite a colleague">
      <form onSubmit={save} noValidate className="flex flex-col gap-4 pb-4">
        <Field label="Name" error={errors.fullName?.message}>
          {control => <TextInput {...control} {...form.register("fullName")} autoFocus />}
        </Field>
        <Field label="E-mail" hint="Your colleague signs in with it." error={errors.email?.message}>
          {control => <TextInput {...control} {...form.register("email")} type="email" />}
        </Field>
        <Field label="Role" hint={`${does.label}: ${does.does}.`} error={errors.memberRole?.message}>
          {control => (
            <Controller
              control={form.control}
              name="memberRole"
              render={({ field }) => (
                <Select {...control} value={field.value} onChange={field.onChange} options={MEMBER_ROLES} />
              )}
            />
          )}
        </Field>
        <Segmented
          label="How your colleague gets a password"
          value={access}
          onChange={setAccess}
          segments={ACCESS}
          className="self-start"
        />
        {access === "invite" ? (
          <p className="text-ink-soft text-sm">
            A letter with a link goes out; your colleague chooses the password there.
          </p>
        ) : (
          <Field
            label="First password"
            hint="At least 10 characters. Your colleague changes it after signing in."
            error={errors.password?.message}
          >
            {control => (
              <PasswordInput {...control} {...form.register("password")} autoComplete="new-password" />
            )}
          </Field>
        )}
        <ErrorLine error={problem} />
        <Button
          type="submit"
          tone="primary"
          pending={invite.isPending || create.isPending}
          className="self-end"
        >
          {access === "invite" ? "Invite" : "Add"}
        </Button>
      </form>
    </Dialog>
  );
}
