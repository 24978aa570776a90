import { expect, test } from "bun:test";
import { type OperationResultEnvelope, TRPCClientError } from "@trpc/client";
import { type Observer, observable } from "@trpc/server/observable";
import { createSession } from "../../../src/sdk/session.ts";
import { sessionLink } from "../../../src/sdk/session-link.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import type { Credentials } from "../../../src/shared/auth/auth.schema.ts";

type Refusal = TRPCClientError<AppRouter>;
type Answers = Observer<OperationResultEnvelope<unknown, Refusal>, Refusal>;

const refused = () =>
  new TRPCClientError<AppRouter>("no", {
    result: { error: { code: -32001, message: "no", data: { appCode: "UNAUTHENTICATED" } } },
  } as never);
const credentials = { accessToken: "h.e30.s", refreshToken: "next" } as unknown as Credentials;
const settled = () => new Promise(setImmediate);

/** A subscription of somebody who may be signed in, to a service that answers by hand. */
function follow({ isSignedIn = true } = {}) {
  const world = { asked: [] as unknown[], renewals: 0, drops: 0, errors: [] as unknown[], isReachable: true };
  let answers: Answers | undefined;
  const session = createSession({
    refreshToken: "kept",
    renew: async () => {
      world.renewals += 1;
      if (!world.isReachable) throw new Error("unreachable");
      return credentials;
    },
  });
  if (isSignedIn) session.accept(credentials);
  const link = sessionLink(session, () => {
    world.drops += 1;
  });
  link({})({
    op: {
      id: 1,
      context: {},
      signal: null,
      type: "subscription",
      path: "realtime.vendor",
      input: { vendorId: "v" },
    },
    next: op =>
      observable(observer => {
        world.asked.push(op.input);
        answers = observer;
      }),
  }).subscribe({ error: error => world.errors.push(error) });
  return {
    world,
    hear: (id: string) => answers?.next({ result: { type: "data", id, data: {} } }),
    async refuse() {
      answers?.error(refused());
      await settled();
    },
  };
}

test("a subscription whose token is refused goes on with the next one, behind the last event that it has heard", async () => {
  const { world, hear, refuse } = follow();
  hear("5.1.1");
  hear("6.1.1");
  await refuse();
  expect(world.asked.at(-1)).toEqual({ vendorId: "v", lastEventId: "6.1.1" });
  expect(world).toMatchObject({ renewals: 1, drops: 1, errors: [] });
});

test("it does so as often as that happens while it runs, but not twice for nothing", async () => {
  const { world, hear, refuse } = follow();
  for (const id of ["5.1.1", "6.1.1", "7.1.1"]) {
    hear(id);
    await refuse();
  }
  expect(world).toMatchObject({ renewals: 3, errors: [] });
  expect(world.asked.at(-1)).toEqual({ vendorId: "v", lastEventId: "7.1.1" });
  await refuse();
  expect(world.renewals).toBe(3);
  expect(world.errors).toHaveLength(1);
});

test("somebody who was not asked yet who he is renews what he has kept, and is not told that he is nobody", async () => {
  const { world, refuse } = follow({ isSignedIn: false });
  await refuse();
  expect(world).toMatchObject({ renewals: 1, errors: [] });
  expect(world.asked).toHaveLength(2);
});

test("a renewal that cannot be had now is said as such: whoever repeats may do so", async () => {
  const { world, refuse } = follow();
  world.isReachable = false;
  await refuse();
  expect(world.errors.map(error => (error as Refusal).data)).toEqual([undefined]);
});

test("who signs in is followed by his own socket, not by that of whoever was signed in before", () => {
  const session = createSession({ renew: async () => null });
  let drops = 0;
  const link = sessionLink(session, () => {
    drops += 1;
  });
  const call = (path: string) =>
    link({})({
      op: { id: 1, context: {}, signal: null, type: "mutation", path, input: {} },
      next: () => observable(observer => observer.next({ result: { type: "data", data: credentials } })),
    }).subscribe({});
  call("auth.login");
  expect([session.get().status, drops]).toEqual(["signedIn", 1]);
  call("auth.refresh");
  call("orders.accept");
  expect(drops).toBe(1);
});
