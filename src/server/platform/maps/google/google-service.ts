import type { Caller } from "../remote/caller.ts";

/** What every part of the adapter knows. */
export type GoogleService = {
  ask: Caller;
  /** Stands in no log and in no answer: `url` puts it where a service wants it in the address. */
  key: string;
  /** All services under one address, for proxies and tests; undefined: Google's own. */
  baseUrl?: string | undefined;
  /** Language and region of answers and map, like `fi-FI` (BCP 47). */
  locale: string;
};

const HOSTS = {
  geocoding: "https://maps.googleapis.com",
  routes: "https://routes.googleapis.com",
  tiles: "https://tile.googleapis.com",
} as const;

/** The address of a call; whatever comes from outside stands in `query` and cannot leave it. */
export function urlOf(
  { baseUrl }: GoogleService,
  service: keyof typeof HOSTS,
  path: string,
  query: Record<string, string | number> = {},
): URL {
  const url = new URL(`${(baseUrl ?? HOSTS[service]).replace(/\/+$/, "")}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}
