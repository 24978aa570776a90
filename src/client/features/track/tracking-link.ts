import type { TrackingToken } from "../../../shared/ids.ts";

/** The token of a tracking link's path; null when it cannot be one, so that nothing has to be asked. */
export function tokenOf(pathname: string): TrackingToken | null {
  const token = /^\/track\/([A-Za-z0-9_-]{32})\/?$/.exec(pathname)?.[1];
  // The pattern is that of `TrackingToken`; its schema would bring the whole of zod to this small page.
  return token ? (token as TrackingToken) : null;
}
