import type { MedexProblem } from "../../../../sdk/problem.ts";
import type { OrderId } from "../../../../shared/ids.ts";
import { fallenWith, type NewAction, nextToSend, type QueuedAction } from "./queued-action.ts";

/** What became of sending one action. */
export type SendOutcome =
  | { kind: "done" }
  /** Nothing can be sent now, and for a rate limit nothing for `waitMs`. */
  | { kind: "wait"; waitingFor: "network" | "signIn" }
  | { kind: "wait"; waitingFor: "server"; waitMs: number }
  /** The service has trouble with this one; others may pass. */
  | { kind: "stuck"; problem: MedexProblem }
  /** The service has said no, and will say so again. */
  | { kind: "refused"; problem: MedexProblem };

/** An action that was not accepted, kept until the driver has read why. */
export type Refusal = {
  seq: number;
  action: QueuedAction;
  problem: MedexProblem;
  /** How many later actions of the same order fell with it. */
  alsoFallen: number;
};

/** Where the queue lies. Every method resolves when the change is durable. */
export type OutboxStore = {
  queue(): Promise<QueuedAction[]>;
  append(actions: readonly NewAction[]): Promise<void>;
  markAttempt(seq: number): Promise<void>;
  remove(seqs: readonly number[]): Promise<void>;
  refusals(): Promise<Refusal[]>;
  /** Takes the fallen from the queue and keeps the refusal, in one transaction. */
  refuse(refusal: Refusal, fallen: readonly number[]): Promise<void>;
  dismiss(seq: number): Promise<void>;
};

export type OutboxState = {
  waiting: readonly QueuedAction[];
  refusals: readonly Refusal[];
  /** Why nothing is going out although something waits. */
  waitingFor: "network" | "signIn" | "server" | null;
};

type Deps = {
  store: OutboxStore;
  send: (action: QueuedAction) => Promise<SendOutcome>;
  /** Runs `work` alone on this device: two tabs must not send the same queue. */
  exclusively: (work: () => Promise<void>) => Promise<void>;
  /** Calls back later; answers how to call it off. */
  later: (work: () => void, ms: number) => () => void;
  retryDelayMs: (attempt: number) => number;
  /** Awaited before the action leaves the queue, so that what it changed is read first and nothing flickers back. */
  onDone?: (action: QueuedAction) => Promise<unknown>;
  onRefused?: (refusal: Refusal) => void;
};

/** A fault on the service's side is repeated this often before the driver is told that it does not work. */
const MAX_ATTEMPTS_AT_FAULT = 12;

/**
 * What the driver did and the server has not confirmed yet: ordered, persisted before anything is shown, sent one by
 * one, repeated with the same idempotency key until there is an answer.
 */
export function createOutbox(deps: Deps) {
  const { store } = deps;
  let state: OutboxState = { waiting: [], refusals: [], waitingFor: null };
  let round: Promise<void> | null = null;
  let again = false;
  let idleRounds = 0;
  let cancelRetry: (() => void) | null = null;
  /** The service has asked to be left alone. */
  let isHeldUp = false;
  let isStopped = false;
  const listeners = new Set<() => void>();

  const become = (change: Partial<OutboxState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  async function read(): Promise<QueuedAction[]> {
    const [waiting, refusals] = [await store.queue(), await store.refusals()];
    become({ waiting, refusals });
    return waiting;
  }

  async function sendAll(): Promise<void> {
    const stuck = new Set<OrderId>();
    let waitingFor: OutboxState["waitingFor"] = null;
    let waitMs = 0;
    while (!isStopped) {
      const action = nextToSend(await read(), stuck);
      if (!action) break;
      await store.markAttempt(action.seq);
      const outcome = await deps.send(action);
      if (isStopped) return;
      if (outcome.kind === "wait") {
        waitingFor = outcome.waitingFor;
        if ("waitMs" in outcome) waitMs = outcome.waitMs;
        break;
      }
      idleRounds = 0;
      if (outcome.kind === "done") {
        await deps.onDone?.(action).catch(() => {});
        await store.remove([action.seq]);
      } else if (outcome.kind === "refused" || isHopeless(action, outcome.problem)) {
        await refuse(action, outcome.problem);
      } else {
        stuck.add(action.orderId);
        waitingFor = "server";
      }
    }
    await read();
    become({ waitingFor });
    if (waitingFor) retryLater(waitMs);
    else idleRounds = 0;
  }

  async function refuse(action: QueuedAction, problem: MedexProblem) {
    // Read anew: the driver may have gone on while the answer was on its way.
    const fallen = fallenWith(await store.queue(), action);
    const refusal = { seq: action.seq, action, problem, alsoFallen: fallen.length - 1 };
    await store.refuse(
      refusal,
      fallen.map(({ seq }) => seq),
    );
    deps.onRefused?.(refusal);
  }

  function retryLater(waitMs = 0) {
    cancelRetry?.();
    isHeldUp = waitMs > 0;
    cancelRetry = deps.later(() => {
      isHeldUp = false;
      kick();
    }, waitMs + deps.retryDelayMs(idleRounds));
    idleRounds += 1;
  }

  /** Tries now: after adding, when the network is back, when the socket has opened. */
  function kick(): void {
    if (isStopped || isHeldUp) return;
    if (round) {
      again = true;
      return;
    }
    cancelRetry?.();
    round = deps
      .exclusively(sendAll)
      .catch(() => retryLater())
      .finally(() => {
        round = null;
        if (!again) return;
        again = false;
        kick();
      });
  }

  return {
    get: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Resolves when the actions are safe on the phone. They are sent in the order given. */
    add: async (actions: readonly NewAction[]): Promise<void> => {
      await store.append(actions);
      await read();
      kick();
    },
    /** Reads what other hands have written (another tab, a reload) and goes on sending. */
    resume: async (): Promise<void> => {
      await read();
      kick();
    },
    kick,
    dismiss: async (seq: number): Promise<void> => {
      await store.dismiss(seq);
      await read();
    },
    /** Resolves when nothing is being sent any more; for tests and for a clean end. */
    settled: async (): Promise<void> => {
      while (round) await round;
    },
    stop: () => {
      isStopped = true;
      cancelRetry?.();
      listeners.clear();
    },
  };
}

const isHopeless = (action: QueuedAction, problem: MedexProblem): boolean =>
  problem.code === "INTERNAL" && action.attempts + 1 >= MAX_ATTEMPTS_AT_FAULT;
