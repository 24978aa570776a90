import { UploadProofInput } from "../../../shared/proofs/proof.schema.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const proofsRouter = router({
  upload: requires("proof.add", "upload")
    .input(UploadProofInput)
    .mutation(({ ctx, input }) => ctx.proofs.upload(ctx.actor, input)),
});
