import {
  AnswerAssignmentInput,
  AssignmentHistoryInput,
} from "../../../shared/assignments/assignment.schema.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const assignmentsRouter = router({
  mine: requires("assignment.readOwn").query(({ ctx }) => ctx.assignments.mine(ctx.actor)),

  accept: requires("assignment.answer")
    .input(AnswerAssignmentInput)
    .mutation(({ ctx, input }) => ctx.assignments.accept(ctx.actor, input)),

  decline: requires("assignment.answer")
    .input(AnswerAssignmentInput)
    .mutation(({ ctx, input }) => ctx.assignments.decline(ctx.actor, input)),

  history: requires("assignment.history")
    .input(AssignmentHistoryInput)
    .query(({ ctx, input }) => ctx.assignments.history(ctx.actor, input)),
});
