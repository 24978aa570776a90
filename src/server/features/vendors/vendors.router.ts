import { withReason } from "../../../shared/reason.ts";
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
});
