import type { Actor } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Transactor, Tx } from "../../platform/mongo/transactor.port.ts";
import type { IdempotencyRepo } from "./idempotency.repo.ts";

/** What is asked: the procedure's name, and its input with or without a key. */
type Request = { name: string; input: { idempotencyKey?: string | undefined } };

/** Runs a command in one transaction, and once only for each key. */
export type Once = {
  <Answer>(actor: Actor, request: Request, work: (tx: Tx) => Promise<Answer>): Promise<Answer>;
  /** The answer that this request has had before; null when it is new. For work that has to be prepared. */
  remembered<Answer>(actor: Actor, request: Request): Promise<Answer | null>;
};

/**
 * The answer is kept in the transaction of its effect, so a retry after a lost answer finds either both or neither.
 * Errors: IDEMPOTENCY_KEY_REUSED when the key came with another request.
 */
export function createOnce(deps: { transact: Transactor; repo: IdempotencyRepo; clock: Clock }): Once {
  async function recall<Answer>(key: Key, tx?: Tx): Promise<Answer | null> {
    const earlier = await deps.repo.find(key.id, tx);
    if (earlier && earlier.request !== key.request) throw new DomainError("IDEMPOTENCY_KEY_REUSED");
    return earlier ? (earlier.answer as Answer) : null;
  }

  function once<Answer>(actor: Actor, request: Request, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    const key = keyOf(actor, request);
    return deps.transact(async tx => {
      if (!key) return work(tx);
      const earlier = await recall<Answer>(key, tx);
      if (earlier) return earlier;
      const answer = await work(tx);
      await deps.repo.save(tx, { _id: key.id, request: key.request, answer, createdAt: deps.clock.now() });
      return answer;
    });
  }

  async function remembered<Answer>(actor: Actor, request: Request): Promise<Answer | null> {
    const key = keyOf(actor, request);
    return key && recall<Answer>(key);
  }

  return Object.assign(once, { remembered });
}

type Key = { id: string; request: string };

function keyOf(actor: Actor, { name, input }: Request): Key | null {
  const { idempotencyKey, ...rest } = input;
  if (!idempotencyKey) return null;
  return { id: `${actor.userId}:${idempotencyKey}`, request: fingerprint(name, rest) };
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
