import type { SessionId } from "../../../shared/ids.ts";

/** From which a refresh token is derived: the same facts always give the same token. */
export type RefreshFacts = {
  sessionId: SessionId;
  /** Secret of the session, kept in the database: without it the server's key is worth nothing. */
  seed: string;
  /** Grows by one with each use. */
  generation: number;
  /** Which of the server's keys is used. */
  keyId: string;
};

/** Refresh tokens: derived and not stored, so a lost answer can be given again and a stolen database opens no session. */
export type RefreshTokens = {
  /** The key for new tokens. */
  readonly newestKeyId: string;
  /** Null when the key has been retired. */
  derive(facts: RefreshFacts): string | null;
  /** The session that a token names, before anything has been checked; null for text that is no token. */
  sessionOf(token: string): SessionId | null;
  /** True when the token was once derived for the session with this seed, in whatever generation. */
  isGenuine(token: string, seed: string): boolean;
  /** What is stored of a token: SHA-256. */
  fingerprint(token: string): string;
};
