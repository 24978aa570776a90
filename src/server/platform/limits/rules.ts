import { z } from "zod";
import type { Rule } from "./limiter.port.ts";

type ClassOfCalls = {
  /** For the pages of the documentation. */
  what: string;
  /** Points and window of one account. */
  account: string;
  /** Points and window of one address, whoever calls from there, signed in or not. */
  address: string;
};

/**
 * How often each kind of procedure may be called. An account is one person or program; an address may be a hospital
 * or a mobile operator with thousands behind it, so it gets ten times as much and more: docs/limits.md says why.
 */
export const RATE_CLASSES = {
  read: { what: "queries of people who are signed in", account: "3000/1m", address: "30000/1m" },
  write: { what: "commands of people who are signed in", account: "1200/1m", address: "12000/1m" },
  search: { what: "addresses and routes", account: "600/1m", address: "6000/1m" },
  report: { what: "reports and exports", account: "60/1m", address: "600/1m" },
  position: { what: "positions of drivers, a hundred a call", account: "300/1m", address: "60000/1m" },
  upload: { what: "proofs of delivery", account: "60/1m", address: "3000/1m" },
  subscribe: { what: "subscriptions that begin", account: "600/1m", address: "12000/1m" },
  signIn: {
    what: "passwords, codes, one-time links, new accounts",
    account: "60/15m",
    address: "600/15m",
  },
  session: { what: "renewing and ending a session", account: "300/15m", address: "12000/15m" },
  public: { what: "tracking links and what else needs no account", account: "600/1m", address: "3000/1m" },
} as const satisfies Record<string, ClassOfCalls>;

export type RateClass = keyof typeof RATE_CLASSES;

/** Tries at a secret, which only a sign-in that succeeds gives back. */
export const TRIES = {
  tries: { what: "at one secret from one address or known device", quota: "10/15m" },
  "tries-anywhere": {
    what: "at one account from all addresses together, where its owner has never signed in",
    quota: "100/15m",
  },
} as const;

type Counted = "account" | "address";
export type RuleName = `${RateClass}-${Counted}` | keyof typeof TRIES;
export type Rules = Record<RuleName, Rule>;
/** `600/1m` by rule. */
export type Quotas = Partial<Record<RuleName, string>>;

const SECONDS = { s: 1, m: 60, h: 3_600 } as const;
const QUOTA = /^([1-9]\d{0,8})\/([1-9]\d{0,4})([smh])$/;

/** Reads `600/1m`: so many points in so many seconds, minutes or hours. Null when it does not say that. */
function ruleOf(name: string, quota: string): Rule | null {
  const [, points, length, unit] = QUOTA.exec(quota) ?? [];
  if (!points || !length || !unit) return null;
  return {
    name,
    points: Number(points),
    windowSeconds: Number(length) * SECONDS[unit as keyof typeof SECONDS],
  };
}

const DEFAULT_QUOTAS = {
  ...Object.fromEntries(
    Object.entries(RATE_CLASSES).flatMap(([name, { account, address }]) => [
      [`${name}-account`, account],
      [`${name}-address`, address],
    ]),
  ),
  ...Object.fromEntries(Object.entries(TRIES).map(([name, { quota }]) => [name, quota])),
} as Record<RuleName, string>;

const isRuleName = (name: string): name is RuleName => Object.hasOwn(DEFAULT_QUOTAS, name);

/** The rules with some quotas replaced. */
export function rulesWith(over: Quotas): Rules {
  const quotas: Record<string, string> = { ...DEFAULT_QUOTAS, ...over };
  const rules = Object.entries(quotas).map(([name, quota]) => [name, ruleOf(name, quota)]);
  return Object.fromEntries(rules) as Rules;
}

export const DEFAULT_RULES: Rules = rulesWith({});

/** `read-account=2400/1m, tries=5/15m`: what differs from the defaults. `off` counts no calls, but tries all the same. */
export const RateLimits = z.string().transform((text, context) => {
  if (text === "off") return { countsCalls: false, rules: DEFAULT_RULES };
  const over: Quotas = {};
  for (const entry of text.split(",")) {
    const [name = "", quota = ""] = entry.split("=").map(part => part.trim());
    if (!isRuleName(name)) {
      const message = `knows no ${JSON.stringify(name)}; it knows ${Object.keys(DEFAULT_QUOTAS).join(", ")}`;
      context.addIssue({ code: "custom", message });
    } else if (ruleOf(name, quota)) over[name] = quota;
    else context.addIssue({ code: "custom", message: `${name} must be like 600/1m, with s, m or h` });
  }
  return { countsCalls: true, rules: rulesWith(over) };
});
