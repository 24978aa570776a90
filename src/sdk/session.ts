import type { Credentials } from "../shared/auth/auth.schema.ts";
import { tell } from "./tell.ts";

/** Where a client stands: not yet known, nobody, or somebody. */
export type SessionState =
  | { status: "unknown" }
  | { status: "signedOut"; reason: "never" | "signedOut" | "expired" }
  | { status: "signedIn"; credentials: Credentials };

export type SessionOptions = {
  /** Asks the service for new credentials; null when the session has ended. Throws when the service cannot be reached. */
  renew: (refreshToken: string | undefined) => Promise<Credentials | null>;
  /** A refresh token kept from before; programs only, a browser's lies in its cookie. */
  refreshToken?: string | undefined;
  /** The refresh token lies in a cookie: as long as nothing is known of the session, a call asks for it first. */
  hasCookie?: boolean;
  /** Called with each new refresh token, for programs that keep it over a restart; null when the session ended. */
  onRefreshToken?: ((token: string | null) => void) | undefined;
};

/** The credentials of one client: held in memory only, renewed once however many requests ask at the same time. */
export type Session = {
  get(): SessionState;
  /** What the next renewal asks with, also when none has yet; not known of a browser, whose token lies in a cookie. */
  refreshToken(): string | undefined;
  /** Calls back after each change of state; answers the function that stops it. */
  subscribe(listener: () => void): () => void;
  /** Takes credentials that a login, a registration or a refresh answered. */
  accept(credentials: Credentials): void;
  /** A token good for at least a moment, or null when nobody is signed in. */
  freshToken(): Promise<string | null>;
  /** Renews now. True when somebody is signed in afterwards; throws when the service cannot be reached. */
  renew(): Promise<boolean>;
  end(reason: "signedOut" | "expired"): void;
};

/** Renew when this share of a token's life is over. */
const RENEW_AT = 0.85;
const FALLBACK_LIFE_MS = 10 * 60_000;

export function createSession({ renew, refreshToken, hasCookie, onRefreshToken }: SessionOptions): Session {
  let state: SessionState = { status: "unknown" };
  let keptToken = refreshToken;
  let renewAtMs = 0;
  let endsAtMs = 0;
  let renewing: Promise<boolean> | null = null;
  // A logout while a renewal is under way must win: its answer belongs to an older epoch.
  let epoch = 0;
  const listeners = new Set<() => void>();

  const become = (next: SessionState) => {
    state = next;
    for (const listener of [...listeners]) tell(listener);
  };

  const keep = (token: string | undefined) => {
    if (token === keptToken) return;
    keptToken = token;
    tell(onRefreshToken, token ?? null);
  };

  const session: Session = {
    get: () => state,
    refreshToken: () => keptToken,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    accept: credentials => {
      epoch += 1;
      const goodForMs = lifeMs(credentials.accessToken);
      renewAtMs = performance.now() + goodForMs * RENEW_AT;
      endsAtMs = performance.now() + goodForMs;
      keep(credentials.refreshToken);
      become({ status: "signedIn", credentials });
    },
    freshToken: async () => {
      const isNobody = state.status === "unknown" && keptToken === undefined && !hasCookie;
      if (state.status === "signedOut" || isNobody) return null;
      if (state.status === "signedIn" && performance.now() < renewAtMs) return state.credentials.accessToken;
      // Who cannot have the next token now has one that is good for a while.
      await session.renew().catch(unreachable => {
        if (state.status !== "signedIn" || performance.now() >= endsAtMs) throw unreachable;
      });
      const now = session.get();
      return now.status === "signedIn" ? now.credentials.accessToken : null;
    },
    renew: () => {
      renewing ??= renewOnce().finally(() => {
        renewing = null;
      });
      return renewing;
    },
    end: reason => {
      epoch += 1;
      keep(undefined);
      become({ status: "signedOut", reason });
    },
  };

  async function renewOnce(): Promise<boolean> {
    const startedIn = epoch;
    const wasSignedIn = state.status === "signedIn" || keptToken !== undefined;
    const credentials = await renew(keptToken);
    if (epoch !== startedIn) return state.status === "signedIn";
    if (credentials) session.accept(credentials);
    else if (wasSignedIn) session.end("expired");
    else become({ status: "signedOut", reason: "never" });
    return credentials !== null;
  }

  return session;
}

/**
 * How long a token lives, from its own `iat` and `exp`: both are the server's times, so a device whose clock is
 * wrong does not renew too often or too late.
 */
function lifeMs(accessToken: string): number {
  try {
    const payload = accessToken.split(".")[1] ?? "";
    const { iat, exp } = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    const life = (exp - iat) * 1000;
    return life > 0 ? life : FALLBACK_LIFE_MS;
  } catch {
    return FALLBACK_LIFE_MS;
  }
}
