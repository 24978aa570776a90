import {
  CreateDriverInput,
  DriverIdInput,
  InviteDriverInput,
  ListDriversInput,
  ReportLocationInput,
  SetDriverActiveInput,
  SetDriverStatusInput,
  TrailInput,
  UpdateDriverInput,
} from "../../../shared/drivers/driver.schema.ts";
import { withReason } from "../../../shared/reason.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const driversRouter = router({
  create: requires("driver.create")
    .input(withReason(CreateDriverInput))
    .mutation(({ ctx, input }) => ctx.drivers.create(ctx.actor, input)),

  invite: requires("driver.create")
    .input(withReason(InviteDriverInput))
    .mutation(({ ctx, input }) => ctx.drivers.invite(ctx.actor, input)),

  me: requires("driver.readOwn").query(({ ctx }) => ctx.drivers.me(ctx.actor)),

  get: requires("driver.read")
    .input(DriverIdInput)
    .query(({ ctx, input }) => ctx.drivers.get(ctx.actor, input)),

  list: requires("driver.list")
    .input(ListDriversInput)
    .query(({ ctx, input }) => ctx.drivers.list(ctx.actor, input)),

  update: requires("driver.update")
    .input(withReason(UpdateDriverInput))
    .mutation(({ ctx, input }) => ctx.drivers.update(ctx.actor, input)),

  setStatus: requires("driver.setStatus")
    .input(SetDriverStatusInput)
    .mutation(({ ctx, input }) => ctx.drivers.setStatus(ctx.actor, input)),

  setActive: requires("driver.update")
    .input(withReason(SetDriverActiveInput))
    .mutation(({ ctx, input }) => ctx.drivers.setActive(ctx.actor, input)),

  reportLocation: requires("driver.reportLocation", "position")
    .input(ReportLocationInput)
    .mutation(({ ctx, input }) => ctx.locations.report(ctx.actor, input)),

  trail: requires("driver.read")
    .input(TrailInput)
    .query(({ ctx, input }) => ctx.locations.trail(ctx.actor, input)),
});
