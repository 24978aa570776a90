/** A cookie that no script can read. */
export type HiddenCookie = {
  read(): string | null;
  set(value: string, expiresAt: Date): void;
  clear(): void;
};

/** What a procedure may know of the request that called it. Cookies are empty on a socket, where none can be set. */
export type RequestFacts = {
  ip: string;
  userAgent: string | null;
  /** Where the session token of a browser lives. */
  refreshCookie: HiddenCookie;
  /** Tells for which accounts this browser is a known one. */
  deviceCookie: HiddenCookie;
};
