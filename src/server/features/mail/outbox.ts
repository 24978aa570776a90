import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Logger } from "../../platform/logger/logger.ts";
import type { Letter, Mail } from "../../platform/mail/mail.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import { type Errand, type ErrandDoc, LINK_LIFE_MS, type OutboxRepo } from "./outbox.repo.ts";

/** Longer than a mail server may take: only who has died loses an errand to another process. */
const LEASE_MS = 60_000;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** Letters in one round of housekeeping; the rest waits for the next one. */
const AT_ONCE = 20;

export type Outbox = ReturnType<typeof createOutbox>;

/** Takes errands in the transaction of what they tell about, so that no letter is lost and none tells of nothing. */
export function createOutbox({ repo, clock, ids }: { repo: OutboxRepo; clock: Clock; ids: Ids }) {
  return {
    async post(tx: Tx, errand: Errand): Promise<void> {
      const now = clock.now();
      await repo.insert(tx, {
        _id: ids.uuid(),
        ...errand,
        attempts: 0,
        dueAt: now,
        expiresAt: new Date(now.getTime() + LINK_LIFE_MS[errand.purpose]),
        createdAt: now,
      });
    },
  };
}

type PostmanDeps = {
  repo: OutboxRepo;
  mail: Mail | null;
  clock: Clock;
  logger: Logger;
  /** The letter of an errand, as things are now; null when there is nobody to write to, or nothing to say. */
  compose: (errand: Errand) => Promise<Letter | null>;
};

/** Sends what the outbox holds, at least once each, in however many processes. */
export function createPostman({ repo, mail, clock, logger, compose }: PostmanDeps) {
  const inMs = (delayMs: number) => new Date(clock.now().getTime() + delayMs);

  async function deliver(mailTo: Mail, errand: ErrandDoc): Promise<"handled" | "later"> {
    const letter = await compose(errand);
    if (!letter) {
      await repo.remove(errand);
      return "handled";
    }
    const delivery = await mailTo.send({ id: errand._id, ...letter });
    if (delivery.outcome === "later") {
      const { _id: errandId, purpose, attempts } = errand;
      logger.warn({ errandId, purpose, attempts, reason: delivery.reason }, "A letter has to wait");
      await repo.postpone(errand, inMs(Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS)));
      return "later";
    }
    if (delivery.outcome === "refused") {
      const { _id: errandId, purpose } = errand;
      logger.warn({ errandId, purpose, reason: delivery.reason }, "A letter was refused for good");
    }
    await repo.remove(errand);
    return "handled";
  }

  return {
    /** One round. Ends at the first letter that has to wait: a server that is down is not asked twenty times. */
    async deliverDue(): Promise<void> {
      if (!mail) return;
      for (let i = 0; i < AT_ONCE; i++) {
        const errand = await repo.take(clock.now(), inMs(LEASE_MS));
        if (!errand || (await deliver(mail, errand)) === "later") return;
      }
    },
  };
}
