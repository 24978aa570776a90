import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ManagedUser, Role } from "../../../shared/users/user.schema.ts";
import { useTRPC, useTRPCClient } from "../../app/trpc.ts";
import { tell, tellProblem } from "../../ui/toast.ts";
import { ROLE_WORDS } from "./role-words.ts";

/** Lets an account in or out, and gives it another role. */
export function useUserCommands(user: ManagedUser) {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const changed = () => {
    void queries.invalidateQueries({ queryKey: trpc.users.pathKey() });
    void queries.invalidateQueries({ queryKey: trpc.admin.pathKey() });
  };
  const setActive = useMutation({
    mutationFn: (wanted: { isActive: boolean; reason?: string }) =>
      client.users.setActive.mutate({ userId: user.id, ...wanted }),
    onSuccess: (after, { isActive }) => {
      changed();
      tell(`${after.fullName} ${isActive ? "can sign in again" : "is deactivated"}`, {
        ...(isActive ? {} : { detail: "Every device of the account is signed out." }),
      });
    },
    onError: tellProblem,
  });
  const setRole = useMutation({
    mutationFn: (wanted: { role: Role; reason: string }) =>
      client.users.setRole.mutate({ userId: user.id, ...wanted }),
    onSuccess: after => {
      changed();
      tell(`${after.fullName} is ${ROLE_WORDS[after.role].one} now`);
    },
    onError: tellProblem,
  });
  return { setActive, setRole };
}
