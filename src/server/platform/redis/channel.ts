import type { Logger } from "../logger/logger.ts";
import type { Timers } from "../timers/timers.port.ts";
import type { RedisConnection } from "./connect.ts";
import { nodeOf, type RedisNode } from "./redis-url.ts";
import { type ChannelState, createSubscriber, type Subscriber } from "./subscriber.ts";

/** What is heard of a channel: what other processes say there, and how the channel stands when that changes. */
type Listener = { hear: (message: unknown) => void; onState?: (state: ChannelState) => void };

/** Tells all other processes something, at most once: what is said while Redis is away is lost. */
export type Channels = AsyncDisposable & {
  /** Listens to a channel until it is disposed of. Nobody else here may listen to it meanwhile. */
  open(name: string, listener: Listener): Disposable & { state(): ChannelState };
  /** Heard by all processes that listen but this one. */
  say(name: string, message: unknown): void;
  /** How many channels are listened to here, and on how many of them nothing can be heard now. */
  health(): { wanted: number; lost: number };
};

type Deps = {
  redis: RedisConnection;
  timers: Timers;
  logger: Logger;
  /** Of this process: others hear its messages, and it hears theirs. */
  processId: string;
};

/** So long a channel of a cluster may be lost before another node is asked where it lives now. */
const SEARCH_AFTER_MS = 2_000;

/**
 * Sharded pub/sub (Redis 7), for a connection that listens does nothing else: one of them at a single Redis, and in a
 * cluster one at each node where something is listened to. Which node that is nobody has to know: whoever is asked for
 * a channel that lives elsewhere says where.
 */
export function openChannels({ redis, timers, logger, processId }: Deps): Channels {
  const subscribers = new Map<string, Subscriber>();
  const homes = new Map<string, string>();
  const listeners = new Map<string, Listener & { state: ChannelState | null; cancelSearch: () => void }>();
  let searches = 0;

  const stateOf = (channel: string): ChannelState =>
    subscribers.get(homes.get(channel) ?? "")?.stateOf(channel) ?? "lost";

  function subscriberAt(node: RedisNode): Subscriber {
    const key = keyOf(node);
    const known = subscribers.get(key);
    if (known) return known;
    const subscriber = createSubscriber({
      connection: redis.connectionTo(node),
      timers,
      onMessage,
      onState(channels) {
        for (const channel of channels) tell(channel);
      },
      onMoved: place,
    });
    subscribers.set(key, subscriber);
    return subscriber;
  }

  function place(channel: string, node: RedisNode): void {
    const former = homes.get(channel);
    const subscriber = subscriberAt(node);
    homes.set(channel, keyOf(node));
    subscriber.add(channel);
    if (former !== keyOf(node)) leave(channel, former);
    tell(channel);
  }

  /** Listens to it no longer there, and closes a connection on which nothing else is listened to. */
  function leave(channel: string, home: string | undefined): void {
    const subscriber = subscribers.get(home ?? "");
    subscriber?.remove(channel);
    if (!subscriber || subscriber.size() > 0 || subscribers.size === 1) return;
    subscribers.delete(home ?? "");
    subscriber[Symbol.dispose]();
  }

  function tell(channel: string): void {
    const listener = listeners.get(channel);
    const state = stateOf(channel);
    if (!listener || listener.state === state) return;
    listener.state = state;
    listener.cancelSearch();
    if (state === "lost") listener.cancelSearch = timers.after(SEARCH_AFTER_MS, () => search(channel));
    listener.onState?.(state);
  }

  /** Asks another node of the cluster, in turn: its own may be gone for good. */
  function search(channel: string): void {
    const listener = listeners.get(channel);
    if (!listener || stateOf(channel) !== "lost") return;
    const others = redis.nodes().filter(node => keyOf(node) !== homes.get(channel));
    const other = others[searches++ % others.length];
    if (other) place(channel, other);
    listener.cancelSearch = timers.after(SEARCH_AFTER_MS, () => search(channel));
  }

  function onMessage(channel: string, text: string): void {
    try {
      const { from, message } = JSON.parse(text);
      if (from !== processId) listeners.get(channel)?.hear(message);
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown";
      logger.warn({ channel, reason }, "A message of another process could not be read");
    }
  }

  return {
    open(name, listener) {
      const channel = channelOf(name);
      listeners.set(channel, { ...listener, state: null, cancelSearch: () => {} });
      const [connected] = subscribers.keys();
      const node = connected ? nodeOf(connected) : redis.nodes()[0];
      if (node) place(channel, node);
      return {
        state: () => stateOf(channel),
        [Symbol.dispose]() {
          listeners.get(channel)?.cancelSearch();
          listeners.delete(channel);
          leave(channel, homes.get(channel));
          homes.delete(channel);
        },
      };
    },
    say(name, message) {
      const text = JSON.stringify({ from: processId, message });
      void redis.run(() => redis.client.spublish(channelOf(name), text)).catch(() => {});
    },
    health: () => ({
      wanted: listeners.size,
      lost: [...listeners.keys()].filter(channel => stateOf(channel) === "lost").length,
    }),
    async [Symbol.asyncDispose]() {
      for (const { cancelSearch } of listeners.values()) cancelSearch();
      for (const subscriber of subscribers.values()) subscriber[Symbol.dispose]();
    },
  };
}

const channelOf = (name: string) => `medex:${name}`;
const keyOf = ({ host, port }: RedisNode) => `${host}:${port}`;
