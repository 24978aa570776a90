import { useSyncExternalStore } from "react";
import type { AskWhy } from "../../sdk/index.ts";

/** A question that waits on the screen: what is about to be done, and where the answer goes. */
export type OpenQuestion = { path: string; answer: (reason: string | null) => void };

export type ReasonPrompt = {
  ask: AskWhy;
  get: () => OpenQuestion | null;
  subscribe: (listener: () => void) => () => void;
};

/** Between a call that the server wants a reason for and the dialog that asks for it: one question at a time. */
export function createReasonPrompt(): ReasonPrompt {
  const listeners = new Set<() => void>();
  let open: OpenQuestion | null = null;
  const show = (question: OpenQuestion | null) => {
    open = question;
    for (const listener of listeners) listener();
  };
  return {
    ask: path =>
      new Promise(resolve => {
        open?.answer(null);
        const answer = (reason: string | null) => {
          show(null);
          resolve(reason);
        };
        show({ path, answer });
      }),
    get: () => open,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useOpenQuestion = ({ subscribe, get }: ReasonPrompt) => useSyncExternalStore(subscribe, get);
