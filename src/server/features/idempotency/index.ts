export { createIdempotencyRepo, idempotencyCollection } from "./idempotency.repo.ts";
export { createOnce, type Once } from "./once.ts";
