type Fetch = typeof fetch;

/** A page of orders over the slowest network that phones still have; what takes longer or brings more has its own. */
const CALL_MS = 30_000;
/** Photos of a proof, over the same. */
const UPLOAD_MS = 180_000;

/**
 * The given fetch, which gives up when the answer is not whole by then: a network that has died without a word would
 * keep whoever asked waiting for ever. It fails as one that never reached the service does, and may be repeated as that.
 */
export function withDeadline(fetch: Fetch, { callMs = CALL_MS, uploadMs = UPLOAD_MS } = {}): Fetch {
  const ask = (input: RequestInfo | URL, init: RequestInit = {}) => {
    const call = new AbortController();
    const late = AbortSignal.timeout(init.body instanceof FormData ? uploadMs : callMs);
    // By hand, for phones that do not know AbortSignal.any. What is aborted listens no more.
    for (const signal of [init.signal, late]) {
      if (signal?.aborted) call.abort(signal.reason);
      signal?.addEventListener("abort", () => call.abort(signal.reason), { signal: call.signal });
    }
    return fetch(input, { ...init, signal: call.signal });
  };
  return Object.assign(ask, { preconnect: () => {} });
}
