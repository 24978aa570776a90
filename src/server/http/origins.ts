/** Decides which pages may call: our own, wherever they are served from, and those that the operator named. */
export function createOriginPolicy({ publicUrl, corsOrigins }: { publicUrl: string; corsOrigins: string[] }) {
  const named = new Set([new URL(publicUrl).origin, ...corsOrigins]);
  return {
    /** True for our own page: its origin is the host that it talks to. A proxy may end TLS, so the scheme may differ. */
    isAllowed(origin: string, host: string | null): boolean {
      if (named.has(origin)) return true;
      return URL.canParse(origin) && host !== null && new URL(origin).host === host;
    },
  };
}

export type OriginPolicy = ReturnType<typeof createOriginPolicy>;
