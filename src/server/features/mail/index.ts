export {
  createOutboxRepo,
  type Errand,
  type ErrandDoc,
  LINK_LIFE_MS,
  mailOutboxCollection,
} from "./outbox.repo.ts";
export { createOutbox, createPostman, type Outbox } from "./outbox.ts";
