import type { Context as HonoContext } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { HiddenCookie } from "../../features/auth/index.ts";

/** What `Bun.serve` knows of a connection and Hono does not. */
export type Connection = { Bindings: { remoteAddress: string | undefined } };

/** The caller's address: the last hop's claim behind a trusted proxy, the socket's otherwise. */
export function callerAddress(
  headers: Headers,
  remoteAddress: string | undefined,
  trustProxy: boolean,
): string {
  const forwarded = trustProxy ? headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined;
  return forwarded || remoteAddress || "unknown";
}

/**
 * A cookie of a browser: out of reach of scripts and of other sites. Over HTTPS the name carries `__Host-`,
 * which a browser accepts only with Secure, Path=/ and no Domain (RFC 6265bis, section 4.1.3.2).
 */
export function hiddenCookie(
  context: HonoContext,
  publicUrl: string,
  purpose: "refresh" | "device",
): HiddenCookie {
  const secure = publicUrl.startsWith("https:");
  const name = secure ? `__Host-medex-${purpose}` : `medex-${purpose}`;
  const attributes = { httpOnly: true, sameSite: "Strict", path: "/", secure } as const;
  return {
    read: () => getCookie(context, name) ?? null,
    set: (value, expires) => setCookie(context, name, value, { ...attributes, expires }),
    clear: () => {
      deleteCookie(context, name, attributes);
    },
  };
}
