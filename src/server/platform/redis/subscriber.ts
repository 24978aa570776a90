import { type Redis, ReplyError } from "ioredis";
import { timeout } from "../clock/timeout.ts";
import type { Timers } from "../timers/timers.port.ts";
import { nodeOf, type RedisNode } from "./redis-url.ts";

/** How a channel stands: heard; about to be; or the connection is gone, or does not answer. */
export type ChannelState = "open" | "opening" | "lost";

/** One connection that listens to channels of one node. It comes back by itself, and says then what it wants to hear. */
export type Subscriber = Disposable & {
  add(channel: string): void;
  remove(channel: string): void;
  stateOf(channel: string): ChannelState;
  size(): number;
};

type Deps = {
  connection: Redis;
  timers: Timers;
  onMessage: (channel: string, text: string) => void;
  /** Whenever a channel, or all of them, may stand otherwise than before. */
  onState: (channels: Iterable<string>) => void;
  /** The channel lives at another node of the cluster. */
  onMoved: (channel: string, node: RedisNode) => void;
};

/** A connection that hears nothing looks like one on which nobody speaks: it is asked. */
const PROBE_MS = 1_000;
const ANSWER_MS = 1_000;

export function createSubscriber({ connection, timers, onMessage, onState, onMoved }: Deps): Subscriber {
  /** What is wanted. Another object each time that it is, so that a late answer is not taken for that to a later wish. */
  const wanted = new Map<string, object>();
  const open = new Set<string>();
  /** What the node has refused, as while a cluster elects, or because it is too old to know such channels. */
  const refused = new Set<string>();
  /** Null until the connection was there, or should have been. */
  let isAnswering: boolean | null = null;
  let cancelProbe = () => {};

  async function ask(channel: string): Promise<void> {
    const wish = wanted.get(channel);
    try {
      await connection.ssubscribe(channel);
    } catch (error) {
      if (wanted.get(channel) !== wish) return;
      open.delete(channel);
      const home = movedTo(error, connection);
      if (home) return onMoved(channel, home);
      refused.add(channel);
      return onState([channel]);
    }
    if (wish === undefined || wanted.get(channel) !== wish || connection.status !== "ready") return;
    open.add(channel);
    refused.delete(channel);
    onState([channel]);
  }

  /** Asks again for what was refused, or never asked for. */
  function answering(isNow: boolean): void {
    const wasAnswering = isAnswering;
    isAnswering = isNow;
    if (isNow !== wasAnswering) onState(wanted.keys());
    if (isNow) for (const channel of wanted.keys()) if (!open.has(channel)) void ask(channel);
  }

  async function probe(): Promise<void> {
    answering(connection.status === "ready" && (await hasAnswer()));
    cancelProbe();
    if (connection.status !== "end") cancelProbe = timers.after(PROBE_MS, () => void probe());
  }

  /** A refusal is an answer: one that must keep nothing still passes on what it is told. */
  const hasAnswer = () =>
    timeout(connection.ping(), ANSWER_MS).then(
      () => true,
      (error: unknown) => error instanceof ReplyError,
    );

  // Whoever asks things of the same Redis says in the log that it is away.
  connection.on("error", () => {});
  connection.on("smessage", onMessage);
  connection.on("ready", () => answering(true));
  connection.on("close", () => {
    open.clear();
    answering(false);
  });
  // A slot has moved away, and the server has ended what was heard of it without saying what that was.
  connection.on("moved", () => {
    for (const channel of open) void ask(channel);
  });
  void connection.connect().catch(() => {});
  cancelProbe = timers.after(PROBE_MS, () => void probe());

  return {
    add(channel) {
      wanted.set(channel, {});
      if (connection.status === "ready") void ask(channel);
    },
    remove(channel) {
      wanted.delete(channel);
      open.delete(channel);
      refused.delete(channel);
      if (connection.status === "ready") void connection.sunsubscribe(channel).catch(() => {});
    },
    stateOf(channel) {
      if (isAnswering === false || refused.has(channel)) return "lost";
      return isAnswering && open.has(channel) ? "open" : "opening";
    },
    size: () => wanted.size,
    [Symbol.dispose]() {
      cancelProbe();
      connection.removeAllListeners();
      connection.on("error", () => {});
      connection.disconnect();
    },
  };
}

/** Where a cluster says that a channel lives: `MOVED 3999 127.0.0.1:6381`, without a host for the one that was asked. */
function movedTo(error: unknown, { options }: Redis): RedisNode | null {
  const [word, , address] = error instanceof Error ? error.message.split(" ") : [];
  if (word !== "MOVED" || !address) return null;
  return nodeOf(address.startsWith(":") ? `${options.host}${address}` : address);
}
