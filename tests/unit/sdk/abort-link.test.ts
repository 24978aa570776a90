import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { type Operation, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { abortLink } from "../../../src/sdk/abort-link.ts";
import { isTransient, repeatLink } from "../../../src/sdk/retry.ts";
import { createSession } from "../../../src/sdk/session.ts";
import { sessionLink } from "../../../src/sdk/session-link.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import type { ErrorCode } from "../../../src/shared/errors.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const refusal = (appCode: ErrorCode, details = {}) =>
  new TRPCClientError<AppRouter>("no", {
    result: { error: { code: -32000, message: "no", data: { appCode, details } } },
  } as never);

/** A signal that counts who listens to it. */
function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
  signal.addEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    listeners.add(listener);
    add(type, listener);
  };
  signal.removeEventListener = (type: string, listener: EventListenerOrEventListenerObject) => {
    listeners.delete(listener);
    remove(type, listener);
  };
  return { controller, signal, listeners };
}

/** A call through the links to a service that refuses it, or says nothing when there is no refusal. */
function call(op: Partial<Operation>, links: TRPCLink<AppRouter>[], refused?: TRPCClientError<AppRouter>) {
  const world = { asked: 0, left: 0, ended: [] as unknown[] };
  const whole = {
    id: 1,
    context: {},
    signal: null,
    type: "query",
    path: "orders.list",
    input: {},
    ...op,
  } as const;
  const through = (index: number, current: Operation): ReturnType<ReturnType<TRPCLink<AppRouter>>> =>
    links[index]?.({})({ op: current, next: following => through(index + 1, following) }) ??
    observable(observer => {
      world.asked += 1;
      if (refused) observer.error(refused);
      return () => {
        world.left += 1;
      };
    });
  through(0, whole).subscribe({
    error: error => world.ended.push(error.cause?.name),
    complete: () => world.ended.push("complete"),
  });
  return world;
}

test("a call that waits for another try ends in the moment in which it is given up, and is not tried again", () => {
  const { controller, signal } = countedSignal();
  const world = call({ signal }, [abortLink, repeatLink()], refusal("TOO_MANY_REQUESTS", { seconds: 7 }));
  expect(world).toMatchObject({ asked: 1, ended: [] });
  controller.abort();
  expect(world.ended).toEqual(["AbortError"]);
  jest.advanceTimersByTime(60_000);
  expect(world).toMatchObject({ asked: 1, ended: ["AbortError"] });
});

test("a call that waits for a token ends so too", () => {
  const { controller, signal } = countedSignal();
  const session = createSession({ refreshToken: "kept", renew: () => new Promise(() => {}) });
  const world = call({ signal }, [abortLink, sessionLink(session, () => {})], refusal("UNAUTHENTICATED"));
  expect(world).toMatchObject({ asked: 1, ended: [] });
  controller.abort();
  expect(world.ended).toEqual(["AbortError"]);
});

test("what is given up for a reason says the reason, and is none that passes by itself", () => {
  const controller = new AbortController();
  const world = { error: null as unknown };
  const op = { id: 1, context: {}, type: "query", path: "orders.list", input: {} } as const;
  abortLink({})({ op: { ...op, signal: controller.signal }, next: () => observable(() => {}) }).subscribe({
    error: error => {
      world.error = error;
    },
  });
  controller.abort("the window was closed");
  expect(world.error).toBeInstanceOf(TRPCClientError);
  expect(isTransient(world.error)).toBe(false);
});

test("a subscription comes to its end with its signal, and whoever told it is let go", () => {
  const { controller, signal } = countedSignal();
  const world = call({ signal, type: "subscription", path: "realtime.order" }, [abortLink]);
  controller.abort();
  expect(world).toEqual({ asked: 1, left: 1, ended: ["complete"] });
});

test("what is given up before it began is not begun", () => {
  const world = call({ signal: AbortSignal.abort() }, [abortLink]);
  expect(world).toEqual({ asked: 0, left: 0, ended: ["AbortError"] });
});

test("a signal that lives as long as a program keeps nothing of the calls that are over", () => {
  const { signal, listeners } = countedSignal();
  for (let i = 0; i < 100; i += 1) call({ signal }, [abortLink], refusal("NOT_FOUND"));
  expect(listeners.size).toBe(0);
  call({ signal }, [abortLink]);
  expect(listeners.size).toBe(1);
});
