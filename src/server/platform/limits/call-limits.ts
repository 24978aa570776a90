import { DomainError } from "../../../shared/errors.ts";
import type { UserId } from "../../../shared/ids.ts";
import { networkOf } from "../../../shared/network.ts";
import type { Limiter, Standing } from "./limiter.port.ts";
import type { RateClass, Rules } from "./rules.ts";

export type Caller = { account: UserId | null; address: string };

/** Lets a call through, or not. Errors: TOO_MANY_REQUESTS with `seconds`. */
export type AdmitCall = (
  rateClass: RateClass,
  caller: Caller,
  /** Hears where the caller stands, for the answer's headers. */
  heard?: (standing: Standing) => void,
) => Promise<void>;

/** What counting takes. */
export type Limits = {
  limiter: Limiter;
  rules: Rules;
  /** Hears the name of a rule that has held somebody up. */
  onRefused: (rule: string) => void;
};

/** Counts each call for the account that makes it and for the address that it comes from. */
export function createCallLimits({ limiter, rules, onRefused }: Limits): AdmitCall {
  return async (rateClass, { account, address }, heard) => {
    const takes = [limiter.take(rules[`${rateClass}-address`], networkOf(address))];
    if (account) takes.push(limiter.take(rules[`${rateClass}-account`], account));
    const standings = await Promise.all(takes);
    if (heard) standings.forEach(heard);
    const exceeded = standings.filter(({ isWithin }) => !isWithin);
    if (exceeded.length === 0) return;
    for (const { rule } of exceeded) onRefused(rule.name);
    const waitMs = Math.max(...exceeded.map(({ resetMs }) => resetMs));
    throw new DomainError("TOO_MANY_REQUESTS", { seconds: Math.ceil(waitMs / 1_000) });
  };
}
