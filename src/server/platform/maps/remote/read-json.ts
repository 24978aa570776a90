import type { z } from "zod";
import type { HttpAnswer } from "./http.ts";
import { MapsFailure, type MapsFailureReason } from "./maps-failure.ts";

/** What an answer says in JSON. Errors: MapsFailure `garbage`. */
export function readJson<Schema extends z.ZodType>({ bytes }: HttpAnswer, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    throw new MapsFailure("garbage");
  }
}

/** What a status of HTTP means when it is no success. */
export function reasonOf(status: number): MapsFailureReason {
  if (status === 429) return "rate_limited";
  if (status >= 500) return "server_error";
  if (status === 401 || status === 403) return "denied";
  return status >= 400 ? "invalid" : "garbage";
}

/** The failure that a status means, with the wait that the service asks for (RFC 9110, section 10.2.3, in seconds). */
export function failureOf({ headers }: HttpAnswer, reason: MapsFailureReason): MapsFailure {
  const seconds = Number(headers.get("Retry-After") ?? 0);
  return new MapsFailure(reason, Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 0);
}
