import { createTRPCClient, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "../../../sdk/index.ts";
import { repeatLink } from "../../../sdk/retry.ts";
import { createTransport } from "../../../sdk/transport.ts";
import { createLivenessStore, type LivenessStore } from "../../app/liveness.ts";

/** What somebody without an account holds of the service: the calls, and how live they are. */
export type Stranger = { medex: TRPCClient<AppRouter>; liveness: LivenessStore };

/**
 * A client that signs nobody in and sends no cookie. Made of the transport alone: the whole client would bring renewal of
 * sessions and the catalogue of errors to the smallest page.
 */
export function createStranger(): Stranger {
  const liveness = createLivenessStore();
  const { link } = createTransport({
    url: "",
    freshToken: () => Promise.resolve(null),
    fetch: withoutCookies,
    onHeard: liveness.heard,
    onConnection: liveness.connection,
  });
  return { medex: createTRPCClient<AppRouter>({ links: [repeatLink(), link] }), liveness };
}

const withoutCookies = Object.assign(
  (input: RequestInfo | URL, init?: RequestInit) => fetch(input, { ...init, credentials: "omit" }),
  { preconnect: () => {} },
);
