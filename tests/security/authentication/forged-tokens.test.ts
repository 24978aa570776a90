import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { UserDoc } from "../../../src/server/features/users/index.ts";
import { openRaw } from "../../integration/realtime/raw-socket.ts";
import { forgeTokens } from "../../support/forgeries.ts";
import { type ListeningApp, startListeningApp } from "../../support/listening-app.ts";
import { PASSWORD } from "../../support/people.ts";
import { tally } from "../../support/tally.ts";

/* Every token that is not what it should be, at every door that takes tokens: calls, files, sockets. */

const SECRETS = [
  { kid: "new", secret: "a-secret-of-this-test-0123456789abcdef" },
  { kid: "old", secret: "an-older-secret-of-this-test-0123456789" },
] as const;

type SignedIn = { userId: string; sessionId: string; accessToken: string; refreshToken: string };

let server: ListeningApp;
let owner: SignedIn;
let other: SignedIn;
let made: ReturnType<typeof forgeTokens>;
const KINDS = Object.keys(
  forgeTokens({ secrets: SECRETS, userId: "", sessionId: "", otherUserId: "", now: new Date(0) }).forgeries,
);

beforeAll(async () => {
  const TOKEN_SECRETS = SECRETS.map(({ kid, secret }) => `${kid}:${secret}`).join(",");
  server = await startListeningApp("forged_tokens", { TOKEN_SECRETS });
  owner = await aCustomer("owner@medex.test");
  other = await aCustomer("other@medex.test");
  made = forgeTokens({
    ...{ secrets: SECRETS, now: server.deps.clock.now() },
    ...{ userId: owner.userId, sessionId: owner.sessionId, otherUserId: other.userId },
  });
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

async function call(procedure: string, input: object, accessToken?: string) {
  const response = await fetch(`${server.url}/trpc/${procedure}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(input),
  });
  return (await response.json()).result?.data;
}

async function aCustomer(email: string): Promise<SignedIn> {
  const input = { role: "user", email, password: PASSWORD, fullName: "Some One", client: "api" };
  const { accessToken, refreshToken } = await call("auth.register", input);
  const { sub: userId, sid: sessionId } = JSON.parse(
    Buffer.from(accessToken.split(".")[1], "base64url").toString(),
  );
  return { userId, sessionId, accessToken, refreshToken };
}

const authorization = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** How a token is answered at each door, in words that are the same for all: null where it opens. */
const DOORS: Record<string, (token: string) => Promise<string | null>> = {
  async call(token) {
    const answer = await fetch(`${server.url}/trpc/auth.me`, authorization(token));
    return (await answer.json()).error?.data.appCode ?? null;
  },
  async file(token) {
    const answer = await fetch(`${server.url}/files/proofs/${owner.userId}`, authorization(token));
    const code = (await answer.json()).error.data.appCode;
    return code === "PROOF_NOT_FOUND" ? null : code;
  },
  async socket(token) {
    const raw = await openRaw(server.port, "?connectionParams=1");
    raw.send(JSON.stringify({ method: "connectionParams", data: { token } }));
    const params = { path: "realtime.order", input: { orderId: owner.userId } };
    raw.send(JSON.stringify({ id: 1, method: "subscription", params }));
    const code = JSON.parse(await raw.until('"error"')).error.data.appCode;
    raw.end();
    return code === "ORDER_NOT_FOUND" ? null : code;
  },
};

async function expectRefusedEverywhere(token: string): Promise<void> {
  for (const [door, ask] of Object.entries(DOORS)) {
    expect([door, await ask(token)]).toEqual([door, "UNAUTHENTICATED"]);
    tally("forged access tokens");
  }
}

test("the doors open to a token that the server made, and to one made by hand in the same way", async () => {
  for (const token of [owner.accessToken, made.genuine])
    for (const ask of Object.values(DOORS)) expect(await ask(token)).toBeNull();
});

describe("every door refuses a token that was forged:", () => {
  test.each(KINDS)("%s", async kind => {
    await expectRefusedEverywhere(made.forgeries[kind] ?? "");
  });
});

describe("every door refuses a token that is sound, but", () => {
  const tokenFor = (userId: string, sessionId: string) =>
    forgeTokens({
      ...{ secrets: SECRETS, now: server.deps.clock.now(), otherUserId: userId },
      ...{ userId, sessionId },
    }).genuine;
  const users = () => server.db.collection<UserDoc>("users");

  test("is a refresh token", async () => {
    await expectRefusedEverywhere(owner.refreshToken);
  });

  test("names one account and the session of another", async () => {
    await expectRefusedEverywhere(tokenFor(owner.userId, other.sessionId));
  });

  test("belongs to a session that was signed out", async () => {
    const { accessToken } = await aCustomer("signed-out@medex.test");
    await call("auth.logout", {}, accessToken);
    await expectRefusedEverywhere(accessToken);
  });

  test("is from before the password was changed, elsewhere", async () => {
    const before = await aCustomer("changed@medex.test");
    const login = { email: "changed@medex.test", password: PASSWORD, client: "api" };
    const { accessToken } = await call("auth.login", login);
    const change = { currentPassword: PASSWORD, newPassword: "another long one" };
    expect(await call("auth.changePassword", change, accessToken)).toEqual({ changed: true });
    await expectRefusedEverywhere(before.accessToken);
  });

  test("belongs to an account that is deactivated, or that is gone", async () => {
    const inactive = await aCustomer("inactive@medex.test");
    const gone = await aCustomer("gone@medex.test");
    await users().updateOne({ _id: inactive.userId as never }, { $set: { isActive: false } });
    await users().deleteOne({ _id: gone.userId as never });
    await expectRefusedEverywhere(inactive.accessToken);
    await expectRefusedEverywhere(gone.accessToken);
  });
});
