import { LinkToken } from "../../../../shared/auth/one-time-link.schema.ts";

/** The token of the link that somebody followed, from the fragment of the address; null when it was cut off. */
export function linkToken(hash: string): string | null {
  const token = LinkToken.safeParse(hash.replace(/^#/, ""));
  return token.success ? token.data : null;
}
