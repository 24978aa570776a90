import { timingSafeEqual } from "node:crypto";
import { SessionId } from "../../../shared/ids.ts";
import { fingerprint } from "./fingerprint.ts";
import type { RefreshFacts, RefreshTokens } from "./refresh-tokens.port.ts";
import { newestOf, type TokenSecret } from "./token-secrets.ts";

/** Session, generation, and an HMAC-SHA-256 over both and the session's seed. */
const TOKEN = /^([0-9a-f-]{36})\.(0|[1-9]\d{0,8})\.([A-Za-z0-9_-]{43})$/;

export function createRefreshTokens(secrets: readonly TokenSecret[]): RefreshTokens {
  const keys = new Map(secrets.map(({ kid, secret }) => [kid, secret]));

  return {
    newestKeyId: newestOf(secrets).kid,

    derive(facts) {
      const key = keys.get(facts.keyId);
      if (key === undefined) return null;
      return `${facts.sessionId}.${facts.generation}.${sealOf(key, facts)}`;
    },

    sessionOf(token) {
      const sessionId = SessionId.safeParse(TOKEN.exec(token)?.[1]);
      return sessionId.success ? sessionId.data : null;
    },

    isGenuine(token, seed) {
      const [, rawSessionId, generation, seal = ""] = TOKEN.exec(token) ?? [];
      const sessionId = SessionId.safeParse(rawSessionId);
      if (!sessionId.success) return false;
      const facts = { sessionId: sessionId.data, seed, generation: Number(generation) };
      return [...keys.values()].some(key => isEqual(sealOf(key, facts), seal));
    },

    fingerprint,
  };
}

/** The first word keeps this use of the key apart from the signatures of access tokens. */
const sealOf = (key: string, { sessionId, seed, generation }: Omit<RefreshFacts, "keyId">): string =>
  new Bun.CryptoHasher("sha256", key)
    .update(`refresh\n${sessionId}\n${seed}\n${generation}`)
    .digest("base64url");

const isEqual = (expected: string, actual: string): boolean =>
  expected.length === actual.length && timingSafeEqual(Buffer.from(expected), Buffer.from(actual));
