import { QueryClient } from "@tanstack/react-query";
import { createMedexClient, type MedexClient } from "../../sdk/index.ts";
import type { UserId } from "../../shared/ids.ts";
import { createLiveStore, type LiveStore } from "./live-store.ts";
import { createLivenessStore, type LivenessStore } from "./liveness.ts";

import { createReasonPrompt, type ReasonPrompt } from "./reason-prompt.ts";
import { createServerClock, type ServerClock } from "./server-clock.ts";

/** Everything that a page holds of the service: the client, what was read, what is live. One a page. */
export type Connection = {
  medex: MedexClient;
  queries: QueryClient;
  live: LiveStore;
  liveness: LivenessStore;
  clock: ServerClock;
  reasons: ReasonPrompt;
  /** Renews the session from its cookie. Throws when the service cannot be reached. */
  resume(): Promise<void>;
  /**
   * Goes on as this account while the service cannot say who is there. False when it has said so, or when this is not
   * the account that was here last. What was kept of it is forgotten as if it had been signed in.
   */
  presume(userId: UserId): boolean;
  /** Adds something to forget when the account leaves this device (a queue, a draft, a cache). */
  onForget(forget: () => unknown): () => void;
};

const STALE_MS = 30_000;
/** Who comes back, so that nobody is asked for a cookie that he never had. */
const RETURNING_KEY = "medex.returning";

export function createConnection(): Connection {
  const liveness = createLivenessStore();
  const clock = createServerClock((input, init) => fetch(input, init), Date.now);
  const live = createLiveStore();
  const reasons = createReasonPrompt();
  const medex = createMedexClient({
    url: "",
    fetch: clock.fetch,
    askWhy: reasons.ask,
    auth: "browser",
    onHeard: liveness.heard,
    onConnection: liveness.connection,
  });
  const queries = new QueryClient({
    defaultOptions: {
      // The client's links repeat what is safe to repeat; events say when something has changed.
      queries: { retry: false, staleTime: STALE_MS, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
  const forgetters = new Set<() => unknown>();
  const forgetAccount = () => {
    queries.clear();
    live.clear();
    for (const forget of forgetters) forget();
  };
  const { presume } = shareSession(medex, forgetAccount);

  return {
    medex,
    queries,
    live,
    liveness,
    clock,
    reasons,
    resume: async () => {
      if (returning() !== null) await medex.session.renew();
      else medex.session.end("signedOut");
    },
    presume: userId => {
      if (medex.session.get().status !== "unknown" || returning() !== userId) return false;
      presume(userId);
      return true;
    },
    onForget: forget => {
      forgetters.add(forget);
      return () => forgetters.delete(forget);
    },
  };
}

type TabMessage = { userId: UserId | null };

/**
 * Whoever signs out or signs in does so in every tab: an account's data never stays on the screen, nor in a cache,
 * once somebody else may sit there.
 */
function shareSession({ session, close }: MedexClient, forgetAccount: () => void) {
  const tabs = new BroadcastChannel("medex.session");
  let userId: UserId | null = null;
  const currentUserId = () => {
    const state = session.get();
    return state.status === "signedIn" ? state.credentials.user.id : null;
  };
  session.subscribe(() => {
    const now = currentUserId();
    rememberReturning(now);
    if (now === userId) return;
    if (userId !== null) forgetAccount();
    userId = now;
    tabs.postMessage({ userId: now } satisfies TabMessage);
  });
  tabs.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
    if (data.userId === userId) return;
    if (data.userId === null) {
      session.end("signedOut");
      void close();
    } else {
      session.renew().catch(() => session.end("expired"));
    }
  });
  return {
    presume: (presumed: UserId) => {
      userId = presumed;
    },
  };
}

/** Null when nobody has been here; without storage, somebody whose name is not known. */
function returning(): string | null {
  try {
    return localStorage.getItem(RETURNING_KEY);
  } catch {
    return "";
  }
}

function rememberReturning(userId: UserId | null) {
  try {
    if (userId) localStorage.setItem(RETURNING_KEY, userId);
    else localStorage.removeItem(RETURNING_KEY);
  } catch {
    // Storage is blocked: each load asks for the cookie.
  }
}
