export { type AuthService, createAuthService } from "./auth.service.ts";
export type { SignedIn } from "./authenticator.ts";
export type { RefreshCookie, RequestFacts } from "./request-facts.ts";
export {
  createSessionsRepo,
  type SessionDoc,
  type SessionsRepo,
  sessionsCollection,
} from "./sessions.repo.ts";
