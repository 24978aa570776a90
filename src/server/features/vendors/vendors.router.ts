import { withReason } from "../../../shared/reason.ts";
import {
  CreateMemberInput,
  InviteMemberInput,
  ListMembersInput,
  MemberIdInput,
  SetMemberRoleInput,
} from "../../../shared/vendors/member.schema.ts";
import {
  CreateVendorInput,
  ListVendorsInput,
  SetVendorActiveInput,
  UpdateVendorInput,
  VendorIdInput,
} from "../../../shared/vendors/vendor.schema.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const vendorsRouter = router({
  create: requires("vendor.create")
    .input(CreateVendorInput)
    .mutation(({ ctx, input }) => ctx.vendors.create(ctx.actor, input)),

  me: requires("vendor.readOwn").query(({ ctx }) => ctx.vendors.me(ctx.actor)),

  get: requires("vendor.read")
    .input(VendorIdInput)
    .query(({ ctx, input }) => ctx.vendors.get(ctx.actor, input)),

  list: requires("vendor.read")
    .input(ListVendorsInput)
    .query(({ ctx, input }) => ctx.vendors.list(ctx.actor, input)),

  update: requires("vendor.update")
    .input(withReason(UpdateVendorInput))
    .mutation(({ ctx, input }) => ctx.vendors.update(ctx.actor, input)),

  setActive: requires("vendor.approve")
    .input(withReason(SetVendorActiveInput))
    .mutation(({ ctx, input }) => ctx.vendors.setActive(ctx.actor, input)),

  members: requires("vendor.manageMembers")
    .input(ListMembersInput)
    .query(({ ctx, input }) => ctx.vendors.members(ctx.actor, input)),

  inviteMember: requires("vendor.manageMembers")
    .input(withReason(InviteMemberInput))
    .mutation(({ ctx, input }) => ctx.vendors.inviteMember(ctx.actor, input)),

  createMember: requires("vendor.manageMembers")
    .input(withReason(CreateMemberInput))
    .mutation(({ ctx, input }) => ctx.vendors.createMember(ctx.actor, input)),

  resendInvitation: requires("vendor.manageMembers")
    .input(withReason(MemberIdInput))
    .mutation(({ ctx, input }) => ctx.vendors.resendInvitation(ctx.actor, input)),

  setMemberRole: requires("vendor.manageMembers")
    .input(withReason(SetMemberRoleInput))
    .mutation(({ ctx, input }) => ctx.vendors.setMemberRole(ctx.actor, input)),

  removeMember: requires("vendor.manageMembers")
    .input(withReason(MemberIdInput))
    .mutation(({ ctx, input }) => ctx.vendors.removeMember(ctx.actor, input)),
});
