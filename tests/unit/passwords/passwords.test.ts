import { describe, expect, test } from "bun:test";
import { createArgon2Passwords } from "../../../src/server/platform/passwords/argon2.passwords.ts";
import { createTurnstile } from "../../../src/server/platform/turnstile/turnstile.ts";
import { DomainError } from "../../../src/shared/errors.ts";

describe("passwords", () => {
  const passwords = createArgon2Passwords();

  test("are hashed with Argon2id at the cost that OWASP asks for, each with its own salt", async () => {
    const [one, two] = await Promise.all([passwords.hash("secret"), passwords.hash("secret")]);
    expect(one).toStartWith("$argon2id$v=19$m=19456,t=2,p=1$");
    expect(one).not.toBe(two);
  });

  test("match their own hash and no other", async () => {
    const hash = await passwords.hash("secret");
    expect(await passwords.verify(hash, "secret")).toBe(true);
    expect(await passwords.verify(hash, "Secret")).toBe(false);
    expect(await passwords.verify(hash, "secret\u0000")).toBe(false);
  });

  test("never match where there is no account, whatever was typed", async () => {
    expect(await passwords.verify(null, "nobody has this password")).toBe(false);
  });
});

describe("a turnstile", () => {
  test("lets only so many in at once, in the order they came", async () => {
    const turnstile = createTurnstile({ atOnce: 2, waiting: 10 });
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    await Promise.all(
      [0, 1, 2, 3, 4, 5].map(number =>
        turnstile(async () => {
          inside += 1;
          most = Math.max(most, inside);
          order.push(number);
          await Promise.resolve();
          inside -= 1;
        }),
      ),
    );
    expect({ most, order }).toEqual({ most: 2, order: [0, 1, 2, 3, 4, 5] });
  });

  test("turns away who would wait behind too many, and goes on after a failure", async () => {
    const turnstile = createTurnstile({ atOnce: 1, waiting: 1 });
    const { promise, reject } = Promise.withResolvers<never>();
    const first = turnstile(() => promise);
    const second = turnstile(async () => "second");
    const third = turnstile(async () => "third");
    expect(await third.catch((error: unknown) => error instanceof DomainError && error.code)).toBe(
      "UNAVAILABLE",
    );
    reject(new Error("failed"));
    expect(await first.catch((error: Error) => error.message)).toBe("failed");
    expect(await second).toBe("second");
  });
});
