import type { SessionId, UserId } from "../../../shared/ids.ts";

export type AccessClaims = { userId: UserId; sessionId: SessionId };

/** Short-lived proof that a session is signed in. */
export type AccessTokens = {
  issue(claims: AccessClaims): Promise<{ token: string; expiresAt: Date }>;
  /** Null for everything that was not issued here, or is no longer valid; never throws. */
  verify(token: string): Promise<(AccessClaims & { expiresAt: Date }) | null>;
};
