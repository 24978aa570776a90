export { createOutboxRepo, type Errand, mailOutboxCollection } from "./outbox.repo.ts";
export { createOutbox, createPostman, type Outbox } from "./outbox.ts";
