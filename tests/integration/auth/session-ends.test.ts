import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { OrderId } from "../../../src/shared/ids.ts";
import { codeOf } from "../../support/errors.ts";
import { aRequest, createTestApp, type TestApp } from "../../support/harness.ts";
import { createLetterbox, tokenIn } from "../../support/letterbox.ts";
import { createPeople, PASSWORD, type People, type Person } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { connectClient, type SocketServer, serveSockets } from "../realtime/socket-server.ts";

/** What RFC 6455 leaves to applications: "sign in again". */
const SIGN_IN_AGAIN = 4401;
const NOBODYS_ORDER = OrderId.parse("ffffffff-ffff-7fff-8fff-ffffffffffff");
const letterbox = createLetterbox();
let app: TestApp;
let people: People;
let server: SocketServer;
beforeAll(async () => {
  app = await createTestApp("session_ends", { mail: letterbox });
  people = createPeople(app);
  server = serveSockets(app, { onSessionEnded: app.platform.sessionEnds.onSessionEnded });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

/** A live socket of somebody, and the codes with which it was closed. */
async function liveSocketOf({ credentials }: Person) {
  const closed: (number | undefined)[] = [];
  const client = connectClient({
    port: server.port,
    token: () => credentials.accessToken,
    onClose: code => closed.push(code),
  });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  client.api.realtime.order.subscribe(
    { orderId: NOBODYS_ORDER },
    { onError: error => resolve(error.data?.appCode) },
  );
  // A stranger would be told to sign in.
  expect(await promise).toBe("ORDER_NOT_FOUND");
  return { closed, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
}

/** Without a step of the clock: nothing that is remembered for a second, and no recheck, has had its turn. */
const untilCut = ({ closed }: { closed: (number | undefined)[] }) =>
  waitFor("the socket to be cut", () => closed.includes(SIGN_IN_AGAIN), 1_000);

const WAYS: Record<string, (person: Person) => Promise<unknown>> = {
  "log out everywhere": ({ api }) => api.auth.logoutEverywhere(),
  "a sign-out": ({ api }) => api.auth.logout({}),
  "a sign-out with the refresh token alone": ({ credentials: { refreshToken } }) =>
    app.as(null).auth.logout({ refreshToken }),
  "a stolen refresh token": async ({ credentials: { refreshToken } }) => {
    const refresh = (token = "") => app.as(null).auth.refresh({ refreshToken: token });
    const second = await refresh(refreshToken);
    await refresh(second.refreshToken);
    expect(await codeOf(refresh(refreshToken))).toBe("SESSION_EXPIRED");
  },
  deactivation: async ({ actor }) =>
    (await people.anAdmin()).api.users.setActive({ reason: "Tested", userId: actor.userId, isActive: false }),
  "a change of role": async ({ actor }) =>
    (await people.anAdmin()).api.users.setRole({ reason: "Tested", userId: actor.userId, role: "admin" }),
  "a password reset": async ({ email }) => {
    await app.as(null).auth.requestPasswordReset({ email });
    await app.deliverMail();
    const token = tokenIn(letterbox.to(email).at(-1));
    await app.as(null).auth.resetPassword({ token, newPassword: "quite another password" });
  },
};

describe("a live socket is cut within a second by", () => {
  for (const [name, end] of Object.entries(WAYS)) {
    test(name, async () => {
      const person = await people.aUser();
      await using socket = await liveSocketOf(person);
      await end(person);
      await untilCut(socket);
    });
  }

  test("a changed password, on every other device", async () => {
    const here = await people.aUser();
    const there = await people.signedIn(here.email);
    await using mine = await liveSocketOf(here);
    await using other = await liveSocketOf(there);
    await here.api.auth.changePassword({ currentPassword: PASSWORD, newPassword: "quite another password" });
    await untilCut(other);
    expect(mine.closed).not.toContain(SIGN_IN_AGAIN);
  });

  test("a closed driver profile", async () => {
    const vendor = await people.aVendor();
    const driver = await people.aDriver(vendor, { onDuty: false });
    await using socket = await liveSocketOf(driver);
    await vendor.api.drivers.setActive({ driverId: driver.driverId, isActive: false });
    await untilCut(socket);
  });

  test("nothing that happens to somebody else", async () => {
    const [quiet, other] = [await people.aUser(), await people.aUser()];
    await using mine = await liveSocketOf(quiet);
    await using theirs = await liveSocketOf(other);
    await other.api.auth.logoutEverywhere();
    await untilCut(theirs);
    expect(mine.closed).not.toContain(SIGN_IN_AGAIN);
  });
});

describe("logging out everywhere", () => {
  test("ends every session at once, and the cookie of this one", async () => {
    const here = await people.aUser();
    const there = await people.signedIn(here.email);
    const request = aRequest({ cookie: "something" });
    expect(await app.as(here.actor, request).auth.logoutEverywhere()).toEqual({ signedOut: true });
    expect(request.cookie).toBeNull();
    for (const { credentials } of [here, there]) {
      expect(await app.services.auth.actorOf(credentials.accessToken)).toBeNull();
      const { refreshToken } = credentials;
      expect(await codeOf(app.as(null).auth.refresh({ refreshToken }))).toBe("SESSION_EXPIRED");
    }
    expect(await people.signedIn(here.email)).toBeObject();
  });
});
