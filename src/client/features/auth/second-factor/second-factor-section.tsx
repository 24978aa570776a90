import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useConnection } from "../../../app/providers.tsx";
import { useTRPC } from "../../../app/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { SkeletonRows } from "../../../ui/skeleton.tsx";
import { DisableDialog } from "./disable-dialog.tsx";
import { EnrolDialog } from "./enrol-dialog.tsx";
import { isRunningOut, recoveryWords } from "./recovery-words.ts";

/** Whether signing in takes a code besides the password, and setting that up or giving it up. */
export function SecondFactorSection({ isRequired }: { isRequired: boolean }) {
  const trpc = useTRPC();
  const { medex } = useConnection();
  const queries = useQueryClient();
  const factor = useQuery(trpc.auth.secondFactor.queryOptions());
  const [open, setOpen] = useState<"enrol" | "disable" | null>(null);
  const changed = async () => {
    await queries.invalidateQueries({ queryKey: trpc.auth.pathKey() });
    // What this account may open has changed with it.
    await medex.session.renew();
  };
  if (factor.isPending) return <SkeletonRows rows={1} label="Loading the second factor" />;
  if (factor.isError) return <ErrorState error={factor.error} onRetry={() => factor.refetch()} compact />;
  const { isOn, recoveryCodesLeft } = factor.data;
  return (
    <>
      {isRequired ? (
        <p
          role="status"
          className="flex items-start gap-2 rounded-control bg-attention-wash px-3 py-2 text-attention-ink text-sm"
        >
          <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
          Administrators need a second factor here. Set it up; everything else opens then.
        </p>
      ) : null}
      <div className="flex flex-wrap items-center justify-between gap-3">
        {isOn ? (
          <p className="flex items-start gap-2 text-sm">
            <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-brand" strokeWidth={1.75} />
            <span>
              On.{" "}
              <span className={isRunningOut(recoveryCodesLeft) ? "text-attention-ink" : "text-ink-soft"}>
                {recoveryWords(recoveryCodesLeft)}
              </span>
            </span>
          </p>
        ) : (
          <p className="text-ink-soft text-sm">Off. The password alone opens this account.</p>
        )}
        {isOn ? (
          <Button tone="dangerQuiet" onClick={() => setOpen("disable")}>
            Switch off
          </Button>
        ) : (
          <Button tone={isRequired ? "primary" : "quiet"} onClick={() => setOpen("enrol")}>
            Set up
          </Button>
        )}
      </div>
      {open === "enrol" ? <EnrolDialog onClose={() => setOpen(null)} onChanged={changed} /> : null}
      {open === "disable" ? <DisableDialog onClose={() => setOpen(null)} onChanged={changed} /> : null}
    </>
  );
}
