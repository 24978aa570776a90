/** What an address of this site is resolved against here: no host that anybody has (RFC 2606). */
const HERE = "https://here.invalid";

/**
 * Only a path of this site, as browsers understand it: an address of another one after signing in would be an open
 * redirect. Null for anything else, and for the door itself.
 */
export function localPath(next: string | null): string | null {
  const address = next?.startsWith("/") ? URL.parse(next, HERE) : null;
  if (!address || address.origin !== HERE) return null;
  const { pathname, search, hash } = address;
  // Dots and tabs are gone by now: what is left may only then begin like a host.
  if (pathname.startsWith("//") || pathname === "/") return null;
  return pathname + search + hash;
}
