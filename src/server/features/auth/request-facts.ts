/** Where a session token of a browser lives; absent on the socket, where no cookie can be set. */
export type RefreshCookie = {
  read(): string | null;
  set(token: string, expiresAt: Date): void;
  clear(): void;
};

/** What a procedure may know of the request that called it. */
export type RequestFacts = { ip: string; userAgent: string | null; refreshCookie: RefreshCookie };
