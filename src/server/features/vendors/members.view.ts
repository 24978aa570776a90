import type { UserId } from "../../../shared/ids.ts";
import type { MemberAbility, MemberView } from "../../../shared/vendors/member.schema.ts";
import type { UserDoc } from "../users/index.ts";
import type { MemberDoc } from "./members.repo.ts";

/** True for an account that somebody can sign in to for his business. */
export const isAtWork = ({ role, isActive, passwordHash }: UserDoc): boolean =>
  role === "vendor" && isActive && passwordHash !== null;

/** A member with his account, for those who run the team; `ownersAtWork` are the owners who can sign in. */
export const toMemberView = (
  member: MemberDoc,
  account: UserDoc,
  ownersAtWork: readonly UserId[],
): MemberView => ({
  userId: member._id,
  fullName: account.fullName,
  email: account.email,
  memberRole: member.memberRole,
  hasJoined: account.passwordHash !== null,
  isActive: account.isActive,
  invitedAt: member.invitedAt?.toISOString() ?? null,
  createdAt: member.createdAt.toISOString(),
  can: abilities(member, account, ownersAtWork),
});

function abilities(member: MemberDoc, account: UserDoc, ownersAtWork: readonly UserId[]): MemberAbility[] {
  const othersRemain = ownersAtWork.some(userId => userId !== member._id);
  const isReplaceable = member.memberRole !== "owner" || othersRemain;
  const can: MemberAbility[] = isReplaceable ? ["setRole", "remove"] : [];
  return account.passwordHash === null ? [...can, "resendInvitation"] : can;
}
