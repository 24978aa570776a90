import { TRPCClientError } from "@trpc/client";
import { useEffect, useState } from "react";
import { jitteredDelayMs } from "../../../sdk/retry.ts";
import type { TrackingToken } from "../../../shared/ids.ts";
import type { TrackingMessage } from "../../../shared/tracking/tracking.schema.ts";
import { type LivenessStore, useLivenessOf } from "../../app/liveness.ts";
import type { Stranger } from "./stranger.ts";
import { afterMessage, NOTHING_YET, type TrackingState } from "./tracking-state.ts";

/** Where no socket gets through, the page is read this often instead. */
const POLL_MS = 20_000;

/** One parcel as its link tells it, live: read at once, then followed over the socket, polled where there is none. */
export function useTracking({ medex, liveness }: Stranger, token: TrackingToken) {
  const [state, setState] = useState<TrackingState>(NOTHING_YET);
  const [attempt, setAttempt] = useState(0);
  const connection = useLivenessOf(liveness);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for a new beginning
  useEffect(() => {
    let isGone = false;
    let subscription: { unsubscribe(): void } | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;

    const take = (message: TrackingMessage) => {
      failures = 0;
      if (message.type === "live_state") liveness.degraded(message.isDegraded);
      else if (!isGone) setState(before => afterMessage(before, message));
    };
    const fail = (failure: unknown) => {
      if (!isGone) setState(before => (before.view && !isUnknown(failure) ? before : { ...before, failure }));
    };
    const read = () =>
      medex.tracking.get.query({ token }).then(view => take({ type: "tracking", view }), fail);
    const watch = () => {
      subscription = medex.tracking.watch.subscribe(
        { token },
        {
          onData: ({ data }) => take(data),
          onError: failure => {
            fail(failure);
            if (isUnknown(failure) || isGone) return;
            timer = setTimeout(watch, jitteredDelayMs(failures++));
          },
        },
      );
    };
    void read();
    watch();
    const poll = setInterval(() => liveness.get().connection !== "open" && void read(), POLL_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
      clearInterval(poll);
      subscription?.unsubscribe();
    };
  }, [medex, liveness, token, attempt]);

  useOnline(liveness);

  return { ...state, isUnknown: isUnknown(state.failure), connection, retry: () => setAttempt(n => n + 1) };
}

/** By the code alone: the catalogue of all errors would weigh more than this page. */
const isUnknown = (failure: unknown): boolean =>
  failure instanceof TRPCClientError && failure.data?.appCode === "TRACKING_NOT_FOUND";

function useOnline(liveness: LivenessStore) {
  useEffect(() => {
    const settle = () => liveness.online(navigator.onLine);
    window.addEventListener("online", settle);
    window.addEventListener("offline", settle);
    return () => {
      window.removeEventListener("online", settle);
      window.removeEventListener("offline", settle);
    };
  }, [liveness]);
}
