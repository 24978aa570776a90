import "./driver.css";
import { Outlet } from "react-router";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { useDutyFollowsPosition } from "./duty/use-duty.ts";
import { useManifest } from "./pwa/use-manifest.ts";
import { PhoneProvider, useOpenPhone } from "./work/use-driver-phone.ts";
import { useDriver, useFollowWork } from "./work/use-work.ts";
import { WorkSkeleton } from "./work/work-skeleton.tsx";

/** The courier's phone: opens what it keeps, follows events and position, and shows one screen at a time. */
export function DriverFrame() {
  const { phone, failure } = useOpenPhone();
  useManifest();
  return (
    <div className="driver-surface flex h-dvh flex-col bg-paper text-ink">
      {phone ? (
        <PhoneProvider value={phone}>
          <WithDriver />
        </PhoneProvider>
      ) : failure ? (
        <EmptyState title="This browser lets MedEx keep nothing">
          Without storage on the phone, work done without network would be lost. Leave private mode, or allow
          storage for this page.
        </EmptyState>
      ) : (
        <WorkSkeleton />
      )}
    </div>
  );
}

function WithDriver() {
  const driver = useDriver();
  useFollowWork();
  useDutyFollowsPosition(driver.data?.status);
  if (driver.data) return <Outlet />;
  if (driver.error) return <ErrorState error={driver.error} onRetry={() => void driver.refetch()} />;
  return <WorkSkeleton />;
}
