import { expect } from "bun:test";
import { CATALOGUE, isErrorCode } from "../../src/shared/errors.ts";
import { holdersOf } from "../../src/shared/permissions.ts";
import { type ApiRoutes, apiRoutesOf } from "../support/api-routes.ts";
import { fingerprint as fingerprintOf } from "../support/fingerprint.ts";
import type { Person } from "../support/people.ts";
import { inputFor, type Procedure } from "./procedures.ts";
import type { Insiders, World } from "./world.ts";

export const PEER = { remoteAddress: "127.0.0.1" };

export type Answer = { status: number; text: string };

/** The API of a world as it is asked over HTTP, without a network. */
export const httpApiOf = ({ app }: World): ApiRoutes => apiRoutesOf(app);

/** Somebody who may call it, so that nothing is refused before its input has been read. */
export function callerOf({ policy }: Procedure, { actors }: Insiders): Person | null {
  if (!policy || "open" in policy) return null;
  const [holder] = holdersOf(policy.permission);
  return holder ? actors[holder] : null;
}

/** Sends raw JSON to a procedure as that somebody. */
export async function send(
  http: ApiRoutes,
  insiders: Insiders,
  procedure: Procedure,
  body: string,
): Promise<Answer> {
  const token = callerOf(procedure, insiders)?.credentials.accessToken;
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  const isQuery = procedure.type === "query";
  const url = `/trpc/${procedure.path}${isQuery ? `?input=${encodeURIComponent(body)}` : ""}`;
  const response = await http.request(url, isQuery ? { headers } : { method: "POST", headers, body }, PEER);
  return { status: response.status, text: await response.text() };
}

/** What the procedure is asked by that somebody, as it should be. */
export const validInput = (procedure: Procedure, insiders: Insiders): unknown =>
  inputFor(procedure, callerOf(procedure, insiders)?.actor.role ?? "user", insiders.own);

/** Of the catalogue, and nothing of the inside shown. */
export function expectKnownRefusal({ status, text }: Answer): void {
  expect(status, text.slice(0, 300)).toBeGreaterThanOrEqual(400);
  expect(status, text.slice(0, 300)).toBeLessThan(500);
  const { appCode } = JSON.parse(text).error.data;
  expect<unknown>(isErrorCode(appCode) && CATALOGUE[appCode].http).toBe(status);
  expect(text).not.toMatch(INSIDE);
}

/** Whatever shows how we are built. */
export const INSIDE = /\bat .+:\d+:\d+|node_modules|MongoServerError|ZodError|HostileValue/;

/** What the database holds, without what every request may touch, once nothing is being worked out that will be kept there. */
export async function fingerprint({ app }: World): Promise<string> {
  await app.eta.settled();
  return fingerprintOf(app.db, ["audit", "sessions"]);
}
