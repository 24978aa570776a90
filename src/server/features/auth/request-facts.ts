import type { Call } from "../../../shared/auth/actor.ts";

/** A cookie that no script can read. */
export type HiddenCookie = {
  read(): string | null;
  set(value: string, expiresAt: Date): void;
  clear(): void;
};

/** What a procedure may know of the request that called it. Cookies are empty on a socket, where none can be set. */
export type RequestFacts = {
  requestId: string;
  ip: string;
  userAgent: string | null;
  /** Where the session token of a browser lives. */
  refreshCookie: HiddenCookie;
  /** Tells for which accounts this browser is a known one. */
  deviceCookie: HiddenCookie;
};

/** The request as the audit log keeps it. */
export const callOf = (request: Pick<RequestFacts, "requestId" | "ip" | "userAgent">): Call => ({
  requestId: request.requestId,
  ip: request.ip,
  userAgent: request.userAgent,
  reason: null,
});
