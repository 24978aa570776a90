import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../server/trpc/router.ts";
import type { Credentials } from "../shared/auth/auth.schema.ts";
import { withDeadline } from "./deadline.ts";

type Service = { url: string; fetch?: typeof fetch | undefined };

/** A renewal that is later than this will never come, and everything else waits for it. */
const RENEWAL_MS = 20_000;
/**
 * A token is exchanged once, but for ten seconds it is answered by the same successor: who has heard nothing by then asks
 * again, over another connection. The first answer may be lost, and then the old token would soon be one that was used.
 */
const ASKED_AGAIN_MS = 5_000;

/**
 * New credentials for a refresh token, or for the cookie that the page never sees; null when the session is over. One call
 * outside of the links: they would wait for the very token that this call is to bring.
 */
export async function askForCredentials(
  { url, fetch = globalThis.fetch }: Service,
  refreshToken: string | undefined,
): Promise<Credentials | null> {
  const link = httpLink({ url: `${url}/trpc`, fetch: withDeadline(fetch, { callMs: RENEWAL_MS }) });
  const bare = createTRPCClient<AppRouter>({ links: [link] });
  try {
    return await hedged(() => bare.auth.refresh.mutate(refreshToken ? { refreshToken } : {}));
  } catch (error) {
    const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
    if (status === 401 || status === 403) return null;
    throw error;
  }
}

/** Asks a second time when the first answer is late, and takes the one that comes. Fails as the first does. */
async function hedged<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const first = ask();
  const late = Promise.withResolvers<true>();
  const timer = setTimeout(() => late.resolve(true), ASKED_AGAIN_MS);
  const settled = first.then(
    () => false,
    () => false,
  );
  const isLate = await Promise.race([settled, late.promise]);
  clearTimeout(timer);
  return isLate ? Promise.any([first, ask()]).catch(() => first) : first;
}
