import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { codeOf } from "../../support/errors.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { createPeople, PASSWORD, type People, type Person } from "../../support/people.ts";
import { tally } from "../../support/tally.ts";

let app: TestApp;
let people: People;
beforeAll(async () => {
  app = await createTestApp("auth_sessions");
  people = createPeople(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const refresh = async (refreshToken: string | undefined) => {
  const answer = await app.as(null).auth.refresh({ refreshToken });
  if (!answer.refreshToken) throw new Error("an api client gets its refresh token");
  return answer.refreshToken;
};
const expectRefused = async (refreshToken: string | undefined) => {
  expect(await codeOf(refresh(refreshToken))).toBe("SESSION_EXPIRED");
  tally("refresh tokens misused");
};
const sessionsOf = ({ actor }: Person) =>
  app.db.collection("sessions").countDocuments({ userId: actor.userId });

describe("a refresh token", () => {
  test("is exchanged at each use, and the session stays the same", async () => {
    const user = await people.aUser();
    const answer = await app.as(null).auth.refresh({ refreshToken: user.credentials.refreshToken });
    expect(answer.refreshToken).not.toBe(user.credentials.refreshToken);
    const actor = await app.services.auth.actorOf(answer.accessToken);
    expect(actor).toEqual(user.actor);
  });

  test("used again within ten seconds gets the same successor", async () => {
    const { refreshToken } = (await people.aUser()).credentials;
    const first = await refresh(refreshToken);
    app.time.advance(10_000);
    expect(await refresh(refreshToken)).toBe(first);
  });

  test("used again later ends the session, also for who holds the successor", async () => {
    const user = await people.aUser();
    const successor = await refresh(user.credentials.refreshToken);
    app.time.advance(10_001);
    await expectRefused(user.credentials.refreshToken);
    await expectRefused(successor);
    app.time.advance(1_000);
    expect(await app.services.auth.actorOf(user.credentials.accessToken)).toBeNull();
  });

  test("presented after the third one ends the session even inside of the ten seconds", async () => {
    const user = await people.aUser();
    const r1 = await refresh(user.credentials.refreshToken);
    const r2 = await refresh(r1);
    const r3 = await refresh(r2);
    await expectRefused(r1);
    await expectRefused(r3);
    const { items } = await app.services.audit.list(user.actor, { limit: 10, action: "auth.refreshReused" });
    expect(items[0]).toMatchObject({ actor: { id: user.actor.userId }, subject: user.actor.sessionId });
  });

  test("stolen and used by two leaves neither signed in, and no other session is touched", async () => {
    const user = await people.aUser();
    const elsewhere = await people.signedIn(user.email);
    const thief = await refresh(user.credentials.refreshToken);
    app.time.advance(60_000);
    await expectRefused(user.credentials.refreshToken);
    await expectRefused(thief);
    expect(await refresh(elsewhere.credentials.refreshToken)).toBeString();
  });

  test("used twenty times at once leaves one live session that goes on", async () => {
    for (let round = 0; round < 5; round++) {
      const user = await signedInOnce();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => refresh(user.credentials.refreshToken)),
      );
      expect(new Set(answers).size).toBe(1);
      expect(await sessionsOf(user)).toBe(1);
      expect(await refresh(answers[0] ?? "")).toBeString();
    }
  });

  test.each(["x", `00000000-0000-7000-8000-000000000001.0.${"A".repeat(43)}`])(
    "that was made up is refused: %p",
    async forged => {
      await expectRefused(forged);
    },
  );

  test.each(["", `{"$ne":null}`, "x".repeat(201)])("that is no token is bad input: %p", async text => {
    expect(await codeOf(refresh(text))).toBe("INVALID_INPUT");
  });

  test("that was made up for a real session does not end it", async () => {
    const user = await people.aUser();
    const forged = `${user.actor.sessionId}.0.${"A".repeat(43)}`;
    await expectRefused(forged);
    expect(await refresh(user.credentials.refreshToken)).toBeString();
  });

  test("is stored nowhere", async () => {
    const user = await people.aUser();
    const session = await app.db.collection("sessions").findOne({ userId: user.actor.userId });
    expect(JSON.stringify(session)).not.toContain(user.credentials.refreshToken?.split(".")[2] ?? "?");
  });

  test("ends after a month without use, and after a quarter of a year in any case", async () => {
    const idle = await people.aUser();
    let token = (await people.aUser()).credentials.refreshToken ?? "";
    const day = 86_400_000;
    app.time.advance(29 * day);
    token = await refresh(token);
    app.time.advance(29 * day);
    await expectRefused(idle.credentials.refreshToken);
    token = await refresh(token);
    app.time.advance(29 * day);
    token = await refresh(token);
    app.time.advance(4 * day);
    await expectRefused(token);
  });
});

/** A customer without the session of the registration. */
async function signedInOnce(): Promise<Person> {
  const user = await people.aUser();
  for (const { id: sessionId, current } of await user.api.auth.sessions()) {
    if (!current) await user.api.auth.revokeSession({ sessionId });
  }
  return user;
}

describe("a browser", () => {
  test("gets its refresh token in the cookie and nowhere else", async () => {
    const { email } = await people.aUser();
    const request = aRequest();
    const answer = await app.as(null, request).auth.login({ email, password: PASSWORD });
    expect(answer.refreshToken).toBeUndefined();
    expect(request.cookie).toBeString();
    const before = request.cookie;
    const again = await app.as(null, request).auth.refresh();
    expect(again.refreshToken).toBeUndefined();
    expect(request.cookie).not.toBe(before);
  });

  test("loses a cookie that is good for nothing", async () => {
    const request = aRequest({ cookie: "stale" });
    expect(await codeOf(app.as(null, request).auth.refresh())).toBe("SESSION_EXPIRED");
    expect(request.cookie).toBeNull();
  });

  test("without a cookie is not signed in", async () => {
    expect(await codeOf(app.as(null).auth.refresh())).toBe("UNAUTHENTICATED");
  });
});

describe("sessions", () => {
  test("end with a sign-out, at once in this process and everywhere for the refresh token", async () => {
    const user = await people.aUser();
    await user.api.auth.logout();
    expect(await app.services.auth.actorOf(user.credentials.accessToken)).toBeNull();
    await expectRefused(user.credentials.refreshToken);
  });

  test("end with a sign-out by refresh token alone", async () => {
    const user = await people.aUser();
    await app.as(null).auth.logout({ refreshToken: user.credentials.refreshToken });
    app.time.advance(1_000);
    expect(await app.services.auth.actorOf(user.credentials.accessToken)).toBeNull();
  });

  test("are listed for their owner, who may end one of them", async () => {
    const user = await people.aUser();
    const phone = await people.signedIn(user.email);
    const listed = await user.api.auth.sessions();
    expect(listed.filter(({ current }) => current).map(({ id }) => id)).toEqual([user.actor.sessionId]);
    await user.api.auth.revokeSession({ sessionId: phone.actor.sessionId });
    expect(await app.services.auth.actorOf(phone.credentials.accessToken)).toBeNull();
    expect(await app.services.auth.actorOf(user.credentials.accessToken)).not.toBeNull();
  });

  test("of somebody else answer as missing ones", async () => {
    const [user, stranger] = [await people.aUser(), await people.aUser()];
    const { sessionId } = stranger.actor;
    expect(await codeOf(user.api.auth.revokeSession({ sessionId }))).toBe("SESSION_NOT_FOUND");
    expect(await sessionsOf(stranger)).toBe(2);
  });

  test("all end but the present one when the password changes", async () => {
    const user = await people.aUser();
    const phone = await people.signedIn(user.email);
    await user.api.auth.changePassword({ currentPassword: PASSWORD, newPassword: "another long one" });
    app.time.advance(1_000);
    expect(await app.services.auth.actorOf(phone.credentials.accessToken)).toBeNull();
    expect(await app.services.auth.actorOf(user.credentials.accessToken)).not.toBeNull();
    await expectRefused(phone.credentials.refreshToken);
    expect(await codeOf(people.signedIn(user.email))).toBe("INVALID_CREDENTIALS");
    expect(await people.signedIn(user.email, "another long one")).toBeObject();
  });

  test("stay when the present password was wrong", async () => {
    const user = await people.aUser();
    const change = { currentPassword: "not this one", newPassword: "another long one" };
    expect(await codeOf(user.api.auth.changePassword(change))).toBe("INVALID_CREDENTIALS");
    expect(await people.signedIn(user.email)).toBeObject();
  });
});
