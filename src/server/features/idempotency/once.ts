import type { Actor } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Transactor, Tx } from "../../platform/mongo/transactor.port.ts";
import type { IdempotencyRepo } from "./idempotency.repo.ts";

/** What is asked: the procedure's name, and its input with or without a key. */
type Request = { name: string; input: { idempotencyKey?: string | undefined } };

/** Runs a command in one transaction, and once only for each key. */
export type Once = <Answer>(
  actor: Actor,
  request: Request,
  work: (tx: Tx) => Promise<Answer>,
) => Promise<Answer>;

/**
 * The answer is kept in the transaction of its effect, so a retry after a lost answer finds either both or neither.
 * Errors: IDEMPOTENCY_KEY_REUSED when the key came with another request.
 */
export function createOnce(deps: { transact: Transactor; repo: IdempotencyRepo; clock: Clock }): Once {
  return (actor, { name, input }, work) =>
    deps.transact(async tx => {
      const { idempotencyKey, ...rest } = input;
      if (!idempotencyKey) return work(tx);
      const id = `${actor.userId}:${idempotencyKey}`;
      const request = fingerprint(name, rest);
      const earlier = await deps.repo.find(tx, id);
      if (earlier && earlier.request !== request) throw new DomainError("IDEMPOTENCY_KEY_REUSED");
      if (earlier) return earlier.answer as Awaited<ReturnType<typeof work>>;
      const answer = await work(tx);
      await deps.repo.save(tx, { _id: id, request, answer, createdAt: deps.clock.now() });
      return answer;
    });
}

const fingerprint = (name: string, input: object): string =>
  new Bun.CryptoHasher("sha256").update(`${name}\n${canonical(input)}`).digest("hex");

/** JSON with sorted keys: the same input gives the same text, whatever order its fields came in. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
