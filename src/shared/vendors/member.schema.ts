import { z } from "zod";
import { Password } from "../auth/password.schema.ts";
import { UserId, VendorId } from "../ids.ts";
import { page } from "../pagination.ts";
import { Email, line } from "../text.ts";

/**
 * What somebody is in a business. An owner runs it; a dispatcher moves its orders; a viewer looks on. What each may do
 * stands in `permissions.ts`.
 */
export const MemberRole = z.enum(["owner", "dispatcher", "viewer"]);
export type MemberRole = z.infer<typeof MemberRole>;

/** An e-mail address of somebody new: one account acts for one business. */
export const InviteMemberInput = z.strictObject({
  vendorId: VendorId,
  email: Email,
  fullName: line(2, 120),
  memberRole: MemberRole,
});
export type InviteMemberInput = z.infer<typeof InviteMemberInput>;

/** The same with a first password, for servers that send no mail. */
export const CreateMemberInput = InviteMemberInput.extend({ password: Password });
export type CreateMemberInput = z.infer<typeof CreateMemberInput>;

export const ListMembersInput = z.strictObject({ ...page, vendorId: VendorId });
export type ListMembersInput = z.infer<typeof ListMembersInput>;

export const MemberIdInput = z.strictObject({ vendorId: VendorId, userId: UserId });
export type MemberIdInput = z.infer<typeof MemberIdInput>;

export const SetMemberRoleInput = MemberIdInput.extend({ memberRole: MemberRole });
export type SetMemberRoleInput = z.infer<typeof SetMemberRoleInput>;

export type MemberAbility = "setRole" | "remove" | "resendInvitation";

/** A colleague, as those see him who run the business. */
export type MemberView = {
  userId: UserId;
  fullName: string;
  email: string;
  memberRole: MemberRole;
  /** False until somebody who was invited has chosen a password. */
  hasJoined: boolean;
  /** False while an administrator keeps the account out. */
  isActive: boolean;
  /** When the last letter was asked for; null for who never needed one. */
  invitedAt: string | null;
  createdAt: string;
  /** Lacks what would leave the business without an owner. */
  can: MemberAbility[];
};
