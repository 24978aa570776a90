import { QueryClient } from "@tanstack/react-query";
import { createMedexClient, type MedexClient } from "../../sdk/index.ts";
import { createLiveStore, type LiveStore } from "./live-store.ts";
import { createLivenessStore, type LivenessStore } from "./liveness.ts";

/** Everything that a page holds of the service: the client, what was read, what is live. One a page. */
export type Connection = {
  medex: MedexClient;
  queries: QueryClient;
  live: LiveStore;
  liveness: LivenessStore;
  /** Renews the session from its cookie. Throws when the service cannot be reached. */
  resume(): Promise<void>;
  /** Adds something to forget when the account leaves this device (a queue, a draft, a cache). */
  onForget(forget: () => unknown): () => void;
};

const STALE_MS = 30_000;
/** Tells a first visit from a return, so that nobody is asked for a cookie that he never had. */
const RETURNING_KEY = "medex.returning";

export function createConnection(): Connection {
  const liveness = createLivenessStore();
  const live = createLiveStore();
  const medex = createMedexClient({
    url: "",
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
  const followOtherTabs = shareSession(medex, forgetAccount);
  followOtherTabs();

  return {
    medex,
    queries,
    live,
    liveness,
    resume: async () => {
      if (isReturning()) await medex.session.renew();
      else medex.session.end("signedOut");
    },
    onForget: forget => {
      forgetters.add(forget);
      return () => forgetters.delete(forget);
    },
  };
}

type TabMessage = { userId: string | null };

/**
 * Whoever signs out or signs in does so in every tab: an account's data never stays on the screen, nor in a cache,
 * once somebody else may sit there.
 */
function shareSession({ session, close }: MedexClient, forgetAccount: () => void): () => void {
  const tabs = new BroadcastChannel("medex.session");
  let userId: string | null = null;
  const currentUserId = () => {
    const state = session.get();
    return state.status === "signedIn" ? state.credentials.user.id : null;
  };
  return () => {
    session.subscribe(() => {
      const now = currentUserId();
      if (now === userId) return;
      if (userId !== null) forgetAccount();
      userId = now;
      rememberReturning(now !== null);
      tabs.postMessage({ userId: now } satisfies TabMessage);
    });
    tabs.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
      if (data.userId === currentUserId()) return;
      if (data.userId === null) {
        session.end("signedOut");
        void close();
      } else {
        session.renew().catch(() => session.end("expired"));
      }
    });
  };
}

function isReturning(): boolean {
  try {
    return localStorage.getItem(RETURNING_KEY) !== null;
  } catch {
    return true;
  }
}

function rememberReturning(isSignedIn: boolean) {
  try {
    if (isSignedIn) localStorage.setItem(RETURNING_KEY, "1");
    else localStorage.removeItem(RETURNING_KEY);
  } catch {
    // Storage is blocked: each load asks for the cookie.
  }
}
