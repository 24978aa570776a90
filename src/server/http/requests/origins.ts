import { isIP } from "node:net";

/**
 * Decides which pages may call: those of PUBLIC_URL, those that the operator named, and the page of this very server
 * when it was opened by an address or as localhost. Another name that equals `Host` proves nothing: its owner can let
 * it point at us after his own page was loaded (DNS rebinding).
 */
export function createOriginPolicy({ publicUrl, corsOrigins }: { publicUrl: string; corsOrigins: string[] }) {
  const named = new Set([new URL(publicUrl).origin, ...corsOrigins]);
  return {
    isAllowed(origin: string, host: string | null): boolean {
      if (named.has(origin)) return true;
      const page = URL.parse(origin);
      return page !== null && page.host === host && isFixed(page.hostname);
    },
  };
}

/** True for hosts that no DNS answer can lead elsewhere: addresses, and localhost (RFC 6761, section 6.3). */
function isFixed(hostname: string): boolean {
  return hostname === "localhost" || isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
}

export type OriginPolicy = ReturnType<typeof createOriginPolicy>;
