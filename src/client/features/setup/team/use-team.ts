import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { VendorId } from "../../../../shared/ids.ts";
import type {
  CreateMemberInput,
  InviteMemberInput,
  MemberRole,
  MemberView,
} from "../../../../shared/vendors/member.schema.ts";
import { useTRPC, useTRPCClient } from "../../../app/trpc.ts";
import { tell, tellProblem } from "../../../ui/toast.ts";
import { MEMBER_WORDS } from "./member-words.ts";

const PAGE = 100;

/** Everybody who acts for a business or is invited to. */
export function useTeam(vendorId: VendorId) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.vendors.members.infiniteQueryOptions(
      { vendorId, limit: PAGE },
      { getNextPageParam: page => page.nextCursor ?? undefined },
    ),
  );
}

type New<Input> = Omit<Input, "vendorId">;

/** What an owner does with his team, and an administrator with that of any business. */
export function useTeamCommands(vendorId: VendorId) {
  const { vendors } = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  // What the reader himself may do may have changed with it.
  const readAgain = () => void queries.invalidateQueries({ queryKey: trpc.vendors.pathKey() });

  const invite = useMutation({
    mutationFn: (input: New<InviteMemberInput>) => vendors.inviteMember.mutate({ vendorId, ...input }),
    onSuccess: ({ fullName, email }) => {
      readAgain();
      tell(`${fullName} is invited`, {
        detail: `A letter is on its way to ${email}. Its link works for a week.`,
      });
    },
  });
  const create = useMutation({
    mutationFn: (input: New<CreateMemberInput>) => vendors.createMember.mutate({ vendorId, ...input }),
    onSuccess: ({ fullName, email }) => {
      readAgain();
      tell(`${fullName} can sign in now`, { detail: `With ${email} and the password you chose.` });
    },
  });
  const resend = useMutation({
    mutationFn: ({ userId }: MemberView) => vendors.resendInvitation.mutate({ vendorId, userId }),
    onSuccess: ({ email }) => {
      readAgain();
      tell(`Another letter is on its way to ${email}`);
    },
    onError: tellProblem,
  });
  const setRole = useMutation({
    mutationFn: ({ userId, memberRole }: Pick<MemberView, "userId"> & { memberRole: MemberRole }) =>
      vendors.setMemberRole.mutate({ vendorId, userId, memberRole }),
    onSuccess: ({ fullName, memberRole }) => {
      readAgain();
      tell(`${fullName} is ${MEMBER_WORDS[memberRole].one} now`);
    },
    onError: tellProblem,
  });
  const remove = useMutation({
    mutationFn: ({ userId }: MemberView) => vendors.removeMember.mutate({ vendorId, userId }),
    onSuccess: (_, { fullName, hasJoined }) => {
      readAgain();
      tell(hasJoined ? `${fullName} is out and signed out` : `The invitation of ${fullName} is taken back`);
    },
    onError: tellProblem,
  });
  return { invite, create, resend, setRole, remove };
}
