import type { Cache } from "../../platform/cache/cache.port.ts";
import type { LiveBus, Reach } from "../../platform/live-bus/live-bus.port.ts";
import type { MutesRepo } from "./mutes.repo.ts";

/**
 * Processes that cannot tell the others anything, while those hear each other well: nobody but they themselves can
 * know, and they say so where all of them look. See docs/decisions/0019-what-processes-tell-each-other.md.
 */
type Mutes = {
  /** True while some other process cannot be heard. */
  areThere(): boolean;
  /** Calls back whenever that changes, until the returned function is called. */
  onChange(listener: () => void): () => void;
  /** Says how it stands with this process, and looks how it stands with the others; a chore. */
  look(): Promise<void>;
};

/** What a process has said of itself holds for some looks: it may end without taking it back. */
const DECLARED_FOR_MS = 10_000;

export function createMutes(deps: {
  repo: MutesRepo;
  processId: string;
  /** True while nothing that this process says reaches the others. */
  isMute: () => boolean;
}): Mutes {
  const { repo, processId, isMute } = deps;
  const listeners = new Set<() => void>();
  let areThere = false;
  let isDeclared = false;

  async function declareOwn(): Promise<void> {
    if (isMute()) {
      isDeclared = true;
      await repo.declare(processId, DECLARED_FOR_MS);
    } else if (isDeclared) {
      await repo.withdraw(processId);
      isDeclared = false;
    }
  }

  return {
    areThere: () => areThere,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async look() {
      await declareOwn();
      const areThereNow = await repo.areThereBeside(processId);
      if (areThereNow === areThere) return;
      areThere = areThereNow;
      for (const listener of listeners) listener();
    },
  };
}

type Beside = Pick<Mutes, "areThere" | "onChange">;

/** The bus as far as it really reaches: it is not whole while somebody who may have something to say is mute. */
export const reachingBeside = (mutes: Beside, bus: LiveBus): LiveBus => ({
  ...bus,
  follow(vendorId, listener) {
    let ofBus: Reach = "opening";
    let told: Reach | null = null;
    const tell = () => {
      const reach = ofBus === "whole" && mutes.areThere() ? "lost" : ofBus;
      if (reach === told) return;
      told = reach;
      listener(reach);
    };
    const stopBus = bus.follow(vendorId, reach => {
      ofBus = reach;
      tell();
    });
    const stopMutes = mutes.onChange(tell);
    return () => {
      stopMutes();
      stopBus();
    };
  },
});

/** What is kept for all, as far as it can be trusted: who is mute could not say what is not so any more. */
export const keptBeside = (mutes: Beside, cache: Cache): Cache => ({
  ...cache,
  open: async (subject, lifeMs) => (mutes.areThere() ? null : cache.open(subject, lifeMs)),
});
