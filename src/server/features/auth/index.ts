export { type AuthService, createAuthService } from "./auth.service.ts";
export { createLetters, type Invitation } from "./links/letters.ts";
export { createOneTimeLinksRepo, oneTimeLinksCollection } from "./links/one-time-links.repo.ts";
export { createOneTimeLinks } from "./links/one-time-links.ts";
export { callOf, type HiddenCookie, type RequestFacts } from "./request-facts.ts";
export { createSecondFactorsRepo, secondFactorsCollection } from "./second-factor/second-factor.repo.ts";
export { createSessionsRepo, type SessionDoc, sessionsCollection } from "./sessions.repo.ts";
