import { problemOf } from "../../../sdk/index.ts";
import type { ErasureBlock } from "../../../shared/privacy/privacy.schema.ts";

/** What has to end before somebody is erased, told to himself and to an administrator. */
export const BLOCK_WORDS = {
  open_orders: {
    own: "You have open orders. Wait until they are delivered, or cancel them.",
    other: "There are open orders: they have to be delivered or cancelled first.",
  },
  runs_business: {
    own: "You run an active business. Ask us to close it or to hand it over first.",
    other: "The account runs an active business: pause it or hand it over first.",
  },
  administrator: {
    own: "Another administrator has to take the role from you first.",
    other: "This is an administrator: take the role away first.",
  },
} as const satisfies Record<ErasureBlock, { own: string; other: string }>;

/** Why an erasure was refused; null when it was for something else. */
export function blockOf(error: unknown): ErasureBlock | null {
  if (!error) return null;
  const { code, details } = problemOf(error);
  const because = code === "ERASURE_BLOCKED" ? details.because : null;
  return typeof because === "string" && because in BLOCK_WORDS ? (because as ErasureBlock) : null;
}
