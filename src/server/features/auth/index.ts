export { type AuthService, createAuthService } from "./auth.service.ts";
export type { RefreshCookie, RequestFacts } from "./request-facts.ts";
export { createSessionsRepo, sessionsCollection } from "./sessions.repo.ts";
