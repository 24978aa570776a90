import { hash, verify } from "@node-rs/argon2";
import { createTurnstile } from "../turnstile/turnstile.ts";
import type { Passwords } from "./passwords.port.ts";

/** OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB of memory, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Each hash takes 19 MiB and a core for some 14 ms. */
const HASHES_AT_ONCE = 2;
const HASHES_WAITING = 200;

/** Argon2id, which is the library's default algorithm. Hashing runs off the event loop. */
export function createArgon2Passwords(): Passwords {
  const turnstile = createTurnstile({ atOnce: HASHES_AT_ONCE, waiting: HASHES_WAITING });
  let nobodysHash: Promise<string> | null = null;
  const hashOfNobody = () => {
    nobodysHash ??= hash("nobody has this password", COST);
    return nobodysHash;
  };
  return {
    hash: password => turnstile(() => hash(password, COST)),
    async verify(stored, password) {
      const target = stored ?? (await hashOfNobody());
      const matches = await turnstile(() => verify(target, password));
      return matches && stored !== null;
    },
  };
}
