import type { Actor } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { DriverId } from "../../../shared/ids.ts";
import type {
  Erased,
  EraseMineInput,
  ErasureBlock,
  PersonalDataExport,
  PersonFound,
  PersonInput,
} from "../../../shared/privacy/privacy.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Transactor, Tx } from "../../platform/mongo/transactor.port.ts";
import type { SessionEnds } from "../../platform/session-ends/session-ends.port.ts";
import { type AuditService, by } from "../audit/index.ts";
import type { ErasureDoc, ErasureRepo } from "./erasure.repo.ts";
import type { ExportPerson } from "./export.service.ts";
import { PERSON_KINDS, type Person, type PersonsRepo } from "./persons.repo.ts";
import type { RedactOrder } from "./redaction.ts";

type Deps = {
  persons: PersonsRepo;
  erasures: ErasureRepo;
  exportPerson: ExportPerson;
  redactOrder: RedactOrder;
  /** Takes the person out of caches. False when one of them cannot be reached now. */
  forgetKept: (person: Person) => Promise<boolean>;
  /** In the caller's transaction: his board hears that a driver works no more. Errors: DRIVER_BUSY. */
  leaveDuty: (tx: Tx, actor: Actor, driverId: DriverId) => Promise<void>;
  audit: AuditService;
  /** Errors: INVALID_CREDENTIALS, TOO_MANY_REQUESTS. */
  requirePassword: (actor: Actor, password: string) => Promise<unknown>;
  sessionEnds: SessionEnds;
  transact: Transactor;
  clock: Clock;
  ids: Ids;
};

const ORDERS_AT_ONCE = 100;
const ERASURES_AT_ONCE = 20;

export type PrivacyService = ReturnType<typeof createPrivacyService>;

/** What is kept about one person: to be told, and to be erased. */
export function createPrivacyService(deps: Deps) {
  const { persons, erasures, exportPerson, redactOrder, audit, sessionEnds, transact, clock, ids } = deps;

  async function requirePerson(input: PersonInput, tx?: Tx): Promise<Person> {
    const person = await persons.find(input, tx);
    if (!person) throw new DomainError("USER_NOT_FOUND");
    return person;
  }

  /** A delivery under way needs its people; a business and the platform need somebody who answers for them. */
  async function blockOf(person: Person, tx?: Tx): Promise<ErasureBlock | null> {
    if (person.user?.role === "admin") return "administrator";
    if (person.vendor?.isActive) return "runs_business";
    return (await persons.countOpen(person, tx)) > 0 ? "open_orders" : null;
  }

  const subjectOf = ({ user }: Person) => user?._id ?? "a recipient";

  /**
   * The account is closed and the erasure written down in one transaction, so that it is finished whatever happens to
   * this process; housekeeping finishes what was left.
   */
  async function erase(actor: Actor, input: PersonInput, action: "privacy.erase" | "privacy.eraseMine") {
    const begun = await transact(async tx => {
      const { user } = await requirePerson(input, tx);
      if (user) await erasures.holdTeamOf(tx, user._id);
      // Behind the hold: who is left to run the business cannot change any more.
      const person = await requirePerson(input, tx);
      const block = await blockOf(person, tx);
      if (block) throw new DomainError("ERASURE_BLOCKED", { because: block });
      const now = clock.now();
      const erasure: ErasureDoc = {
        _id: ids.uuid(),
        person,
        userId: person.user?._id ?? null,
        requestedBy: actor.userId,
        createdAt: now,
        doneAt: null,
      };
      if (person.driver) await deps.leaveDuty(tx, actor, person.driver._id);
      await erasures.closeAccount(tx, person, now);
      await erasures.insert(tx, erasure);
      await audit.record(tx, { ...by(actor), action, subject: subjectOf(person) });
      return erasure;
    });
    if (begun.userId) sessionEnds.sessionEnded(begun.userId);
    await carryOut(begun);
  }

  /** Each step may be done again. An order that was placed in the last moment is waited for. */
  async function carryOut({ _id, person }: ErasureDoc): Promise<void> {
    if (person) {
      const isForgotten = await deps.forgetKept(person);
      for (;;) {
        const orderIds = await erasures.ordersOf(person, ORDERS_AT_ONCE);
        for (const orderId of orderIds) await redactOrder(orderId);
        if (orderIds.length < ORDERS_AT_ONCE) break;
      }
      await erasures.forgetDeeds(person);
      await erasures.forgetAnswers(person);
      await erasures.forgetInAudit(person);
      if (!isForgotten || (await persons.countOpen(person)) > 0) return;
    }
    await erasures.finish(_id, clock.now());
  }

  return {
    /** What there is about somebody, and whether he can be erased. For an account that is unknown: zeros. */
    async find(_actor: Actor, input: PersonInput): Promise<PersonFound> {
      const person = await persons.find(input);
      if (!person) return { userId: null, role: null, counts: {}, blockedBy: null };
      const counts = await Promise.all(
        PERSON_KINDS.map(async kind => [kind, await persons.count(kind, person)] as const),
      );
      return {
        userId: person.user?._id ?? null,
        role: person.user?.role ?? null,
        counts: Object.fromEntries(counts),
        blockedBy: await blockOf(person),
      };
    },

    /** Errors: USER_NOT_FOUND. */
    async export(actor: Actor, input: PersonInput): Promise<PersonalDataExport> {
      const person = await requirePerson(input);
      await audit.record(null, { ...by(actor), action: "privacy.export", subject: subjectOf(person) });
      return exportPerson(person);
    },

    async exportMine(actor: Actor): Promise<PersonalDataExport> {
      const person = await requirePerson({ userId: actor.userId });
      await audit.record(null, { ...by(actor), action: "privacy.exportMine", subject: actor.userId });
      return exportPerson(person);
    },

    /** Errors: USER_NOT_FOUND, ERASURE_BLOCKED, DRIVER_BUSY. */
    async erase(actor: Actor, input: PersonInput): Promise<Erased> {
      await erase(actor, input, "privacy.erase");
      return { erased: true };
    },

    /** Errors: INVALID_CREDENTIALS, TOO_MANY_REQUESTS, ERASURE_BLOCKED, DRIVER_BUSY. */
    async eraseMine(actor: Actor, { password }: EraseMineInput): Promise<Erased> {
      await deps.requirePassword(actor, password);
      await erase(actor, { userId: actor.userId }, "privacy.eraseMine");
      return { erased: true };
    },

    /** For housekeeping: goes on where a process died. */
    async carryOutPending(): Promise<void> {
      for (const erasure of await erasures.pending(ERASURES_AT_ONCE)) await carryOut(erasure);
    },
  };
}
