import { expect, test } from "bun:test";
import { createAuthenticator } from "../../../src/server/features/auth/authenticator.ts";
import { SessionId, UserId } from "../../../src/shared/ids.ts";
import { createManualTime } from "../../support/manual-time.ts";

const numbered = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const HANGING = SessionId.parse(numbered(1));

/** Signs customers in whose sessions are named by their tokens; the read of one session hangs, which `onHang` hears. */
function anAuthenticator(onHang: () => void) {
  const { clock } = createManualTime();
  const expiresAt = new Date(clock.now().getTime() + 60_000);
  const userOf = (sessionId: string) => UserId.parse(sessionId);
  return createAuthenticator({
    clock,
    accessTokens: {
      verify: async (token: string) => ({
        userId: userOf(token),
        sessionId: SessionId.parse(token),
        expiresAt,
      }),
    },
    sessions: {
      holdersOf: async (asked: readonly SessionId[]) => {
        if (!asked.includes(HANGING)) return asked.map(_id => ({ _id, userId: userOf(_id), expiresAt }));
        onHang();
        return new Promise(() => {});
      },
    },
    users: {
      holdersOf: async (asked: readonly UserId[]) =>
        asked.map(_id => ({ _id, role: "user", fullName: "Ulla User", isActive: true })),
    },
    members: { membershipsOf: async () => [] },
    drivers: { employersOf: async () => [] },
    mustEnrolSecondFactor: async () => false,
  } as never);
}

test("whoever is looked up while a read hangs is signed in all the same", async () => {
  const hanging = Promise.withResolvers<void>();
  const authenticator = anAuthenticator(hanging.resolve);
  void authenticator.signedIn(HANGING);
  await hanging.promise;
  for (const number of [2, 3, 4]) {
    const signedIn = await authenticator.signedIn(numbered(number));
    expect(signedIn?.actor.sessionId).toBe(SessionId.parse(numbered(number)));
  }
});
