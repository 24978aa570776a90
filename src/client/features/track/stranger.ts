import { createTRPCClient, type TRPCClient } from "@trpc/client";
import type { AppRouter } from "../../../sdk/index.ts";
import { repeatLink } from "../../../sdk/retry.ts";
import { createTransport } from "../../../sdk/transport.ts";
import { createLivenessStore, type LivenessStore } from "../../app/liveness.ts";
import { createServerClock, type ServerClock } from "../../app/server-clock.ts";

/** What somebody without an account holds of the service: the calls, how live they are, and its time. */
export type Stranger = { medex: TRPCClient<AppRouter>; liveness: LivenessStore; clock: ServerClock };

/**
 * A client that signs nobody in and sends no cookie. Made of the transport alone: the whole client would bring renewal of
 * sessions and the catalogue of errors to the smallest page.
 */
export function createStranger(): Stranger {
  const liveness = createLivenessStore();
  const clock = createServerClock((input, init) => fetch(input, { ...init, credentials: "omit" }), Date.now);
  const { link } = createTransport({
    url: "",
    freshToken: () => Promise.resolve(null),
    fetch: clock.fetch,
    onHeard: liveness.heard,
    onConnection: liveness.connection,
  });
  return { medex: createTRPCClient<AppRouter>({ links: [repeatLink(), link] }), liveness, clock };
}
