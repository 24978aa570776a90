/** Only a path of this site: an address of another one after signing in would be an open redirect. */
export function localPath(next: string | null): string | null {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\") || next === "/") return null;
  return next;
}
