import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { SessionId, UserId } from "../../../shared/ids.ts";
import type { Clock } from "../clock/clock.port.ts";
import type { AccessTokens } from "./access-tokens.port.ts";
import { newestOf, type TokenSecret } from "./token-secrets.ts";

const LIFETIME_SECONDS = 15 * 60;
/** How far the clocks of two processes may differ. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** Every check is pinned here: nothing of a token chooses how it is verified, except which of our own keys. */
const PINNED = {
  algorithms: ["HS256"],
  issuer: "medex",
  audience: "medex-api",
  typ: "at+jwt",
  requiredClaims: ["sub", "sid", "iat", "exp"],
  maxTokenAge: LIFETIME_SECONDS,
  clockTolerance: CLOCK_TOLERANCE_SECONDS,
};

const Claims = z.object({ sub: UserId, sid: SessionId, exp: z.number() });

/** JSON Web Tokens in the profile of RFC 9068, signed with HMAC-SHA-256, valid for 15 minutes. */
export function createAccessTokens(deps: { secrets: readonly TokenSecret[]; clock: Clock }): AccessTokens {
  const keys = new Map(deps.secrets.map(({ kid, secret }) => [kid, importKey(secret)]));
  const newest = newestOf(deps.secrets);
  const signingKey = keys.get(newest.kid) ?? importKey(newest.secret);

  return {
    async issue({ userId, sessionId }) {
      const issuedAt = Math.floor(deps.clock.now().getTime() / 1000);
      const expiresAt = issuedAt + LIFETIME_SECONDS;
      const token = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: "HS256", typ: PINNED.typ, kid: newest.kid })
        .setSubject(userId)
        .setIssuer(PINNED.issuer)
        .setAudience(PINNED.audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(await signingKey);
      return { token, expiresAt: new Date(expiresAt * 1000) };
    },

    async verify(token) {
      const payload = await payloadOf(token, keys, deps.clock);
      const claims = Claims.safeParse(payload);
      if (!claims.success) return null;
      const { sub, sid, exp } = claims.data;
      return { userId: sub, sessionId: sid, expiresAt: new Date(exp * 1000) };
    },
  };
}

async function payloadOf(
  token: string,
  keys: ReadonlyMap<string, Promise<CryptoKey>>,
  clock: Clock,
): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = kid === undefined ? undefined : keys.get(kid);
        if (!key) throw new errors.JWKSNoMatchingKey();
        return key;
      },
      { ...PINNED, currentDate: clock.now() },
    );
    return payload;
  } catch {
    return null;
  }
}

const importKey = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
