import { useMutation, useQueryClient } from "@tanstack/react-query";
import type {
  CreateDriverInput,
  DriverView,
  InviteDriverInput,
  UpdateDriverInput,
} from "../../../shared/drivers/driver.schema.ts";
import { useTRPC, useTRPCClient } from "../../app/trpc.ts";
import { tell, tellProblem } from "../../ui/toast.ts";

/** What a vendor does with the drivers of its fleet. */
export function useDriverCommands() {
  const { drivers } = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const readAgain = () => queries.invalidateQueries({ queryKey: trpc.drivers.pathKey() });

  const create = useMutation({
    mutationFn: (input: CreateDriverInput) => drivers.create.mutate(input),
    onSuccess: ({ fullName, email }) => {
      void readAgain();
      tell(`${fullName} can sign in now`, { detail: `With ${email} and the password you chose.` });
    },
  });
  const invite = useMutation({
    mutationFn: (input: InviteDriverInput) => drivers.invite.mutate(input),
    onSuccess: ({ fullName, email }) => {
      void readAgain();
      tell(`${fullName} is invited`, {
        detail: `A letter is on its way to ${email}. Its link works for a week.`,
      });
    },
  });
  const update = useMutation({
    mutationFn: (input: UpdateDriverInput) => drivers.update.mutate(input),
    onSuccess: ({ fullName }) => {
      void readAgain();
      tell(`${fullName} is up to date`);
    },
  });
  const setActive = useMutation({
    mutationFn: ({ id: driverId, isActive }: Pick<DriverView, "id" | "isActive">) =>
      drivers.setActive.mutate({ driverId, isActive }),
    onSuccess: ({ fullName, id, isActive }) => {
      void readAgain();
      tell(isActive ? `${fullName} can work again` : `${fullName} is deactivated and signed out`, {
        action: { label: "Undo", onClick: () => setActive.mutate({ id, isActive: !isActive }) },
      });
    },
    onError: tellProblem,
  });
  return { create, invite, update, setActive };
}
