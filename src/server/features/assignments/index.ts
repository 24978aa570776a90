export {
  type AssignmentDoc,
  type AssignmentsRepo,
  assignmentsCollection,
  createAssignmentsRepo,
} from "./assignments.repo.ts";
export { type AssignmentsService, createAssignmentsService } from "./assignments.service.ts";
export {
  type EmbeddedAssignment,
  toAssignmentSummary,
  toAssignmentView,
  toEmbedded,
} from "./assignments.view.ts";
