import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { DriverAction } from "../../../../shared/drivers/driver.machine.ts";
import { driverMachine } from "../../../../shared/drivers/driver.machine.ts";
import type {
  DriverAbility,
  DriverStatus,
  SetDriverStatusInput,
} from "../../../../shared/drivers/driver.schema.ts";
import { useTRPC } from "../../../app/trpc.ts";
import { usePhone } from "../work/use-driver-phone.ts";
import { usePositionAccess } from "./use-position-access.ts";

/** What a driver chooses for himself. */
export type DutyAction = Extract<DriverAction, "goOnDuty" | "takeBreak" | "goOffDuty">;

const DUTY_ACTIONS: readonly DutyAction[] = ["goOnDuty", "takeBreak", "goOffDuty"];

/** The duty actions that the server says are possible now, in a fixed order. */
export const dutyActions = (can: readonly DriverAbility[]): DutyAction[] =>
  DUTY_ACTIONS.filter(action => can.includes(action));

/** Changes the duty; the profile shows it when the server has said so. */
export function useSetDuty() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const change = useMutation(
    trpc.drivers.setStatus.mutationOptions({
      onSuccess: driver => queries.setQueryData(trpc.drivers.me.queryKey(), driver),
    }),
  );
  return {
    set: (action: DutyAction) =>
      change.mutate({ status: driverMachine.actions[action].to as SetDriverStatusInput["status"] }),
    pending: change.isPending,
    error: change.error,
  };
}

export const isWorking = (status: DriverStatus | undefined) => status === "available" || status === "busy";

/** The position is followed on duty only, and only once the driver has allowed it. */
export function useDutyFollowsPosition(status: DriverStatus | undefined) {
  const { tracker } = usePhone();
  const access = usePositionAccess();
  const isFollowed = isWorking(status) && access === "granted";
  useEffect(() => {
    if (isFollowed) tracker.start();
    else tracker.stop();
  }, [isFollowed, tracker]);
}
