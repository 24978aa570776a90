import type { Timers } from "../../timers/timers.port.ts";
import { MapsFailure, type MapsFailureReason } from "./maps-failure.ts";

export type HttpRequest = {
  url: URL;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
};
export type HttpAnswer = { status: number; headers: Headers; bytes: Uint8Array };

/**
 * Asks a service and reads its answer to the end. Errors: MapsFailure `timeout`, `unreachable`, `too_large`, and
 * `garbage` for an answer that leads elsewhere: only addresses that the operator has chosen are called.
 */
export type Http = (
  request: HttpRequest,
  bounds: { timeoutMs: number; mostBytes: number },
) => Promise<HttpAnswer>;

/** The timeout counts until the last byte, so that an answer that drips in is given up too. */
export const createHttp =
  (timers: Timers): Http =>
  async ({ url, ...request }, { timeoutMs, mostBytes }) => {
    const ending = new AbortController();
    let reason: MapsFailureReason = "unreachable";
    const cancel = timers.after(timeoutMs, () => {
      reason = "timeout";
      ending.abort();
    });
    try {
      const response = await fetch(url, { ...request, redirect: "manual", signal: ending.signal });
      if (response.status >= 300 && response.status < 400 && response.status !== 304)
        throw new MapsFailure("garbage");
      const bytes = await readAtMost(response, mostBytes);
      return { status: response.status, headers: response.headers, bytes };
    } catch (error) {
      if (error instanceof MapsFailure) throw error;
      // What fetch throws names the address, and the address may hold the key: it is not passed on.
      throw new MapsFailure(reason);
    } finally {
      cancel();
      ending.abort();
    }
  };

async function readAtMost(response: Response, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > mostBytes) throw new MapsFailure("too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
