import { EraseMineInput, PersonInput } from "../../../shared/privacy/privacy.schema.ts";
import { withReason } from "../../../shared/reason.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const privacyRouter = router({
  find: requires("privacy.manage")
    .input(PersonInput)
    .query(({ ctx, input }) => ctx.privacy.find(ctx.actor, input)),

  // Reading all about somebody is nothing to do in passing: as a mutation it asks why.
  export: requires("privacy.manage")
    .input(withReason(PersonInput))
    .mutation(({ ctx, input }) => ctx.privacy.export(ctx.actor, input)),

  erase: requires("privacy.manage")
    .input(withReason(PersonInput))
    .mutation(({ ctx, input }) => ctx.privacy.erase(ctx.actor, input)),

  exportMine: requires("privacy.own").mutation(({ ctx }) => ctx.privacy.exportMine(ctx.actor)),

  eraseMine: requires("privacy.own")
    .input(EraseMineInput)
    .mutation(({ ctx, input }) => ctx.privacy.eraseMine(ctx.actor, input)),
});
