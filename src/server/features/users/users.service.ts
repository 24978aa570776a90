import type { Actor } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { UserId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import type {
  ListUsersInput,
  ManagedUser,
  Role,
  SetUserActiveInput,
  SetUserRoleInput,
  UserAbility,
  UserView,
} from "../../../shared/users/user.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Transactor, Tx } from "../../platform/mongo/transactor.port.ts";
import type { SessionEnds } from "../../platform/session-ends/session-ends.port.ts";
import { type AuditRecord, type AuditService, by, changesOf, type Watched } from "../audit/index.ts";
import type { NewAccount } from "./new-account.ts";
import { managementOf } from "./users.policy.ts";
import type { UserDoc, UsersRepo } from "./users.repo.ts";
import { toManagedUser, toUserView } from "./users.view.ts";

/** True when the account has what the role acts for: a business for a vendor, a driver profile for a driver. */
type HasProfile = (userId: UserId, role: Role) => Promise<boolean>;

type Deps = {
  repo: UsersRepo;
  audit: AuditService;
  transact: Transactor;
  clock: Clock;
  newAccount: NewAccount;
  hasProfile: HasProfile;
  sessionEnds: SessionEnds;
};

type Change = Pick<AuditRecord, "action" | "detail">;

const WATCHED: Watched<UserDoc> = { isActive: "value", role: "value" };

export type UsersService = ReturnType<typeof createUsersService>;

/** Accounts, for administrators. */
export function createUsersService({
  repo,
  audit,
  transact,
  clock,
  newAccount,
  hasProfile,
  sessionEnds,
}: Deps) {
  /** Changes another account in one transaction with its entry in the audit log. */
  async function manage(
    actor: Actor,
    ability: UserAbility,
    userId: UserId,
    change: (tx: Tx, before: UserDoc) => Promise<{ after: UserDoc | null; record: Change }>,
  ): Promise<ManagedUser> {
    if (actor.userId === userId && !managementOf(actor, userId).includes(ability)) {
      throw new DomainError("OWN_ACCOUNT");
    }
    const managed = await transact(async tx => {
      if (!(await repo.holdAdmin(tx, actor.userId))) {
        throw new DomainError("FORBIDDEN", { roles: ["admin"] });
      }
      const before = await repo.findById(userId, tx);
      if (!before) throw new DomainError("USER_NOT_FOUND");
      const { after, record } = await change(tx, before);
      if (!after) throw new DomainError("USER_NOT_FOUND");
      const changes = changesOf(WATCHED, before, after);
      await audit.record(tx, { ...by(actor), subject: userId, changes, ...record });
      return toManagedUser(actor)(after);
    });
    sessionEnds.sessionEnded(userId);
    return managed;
  }

  return {
    /**
     * An administrator out of nothing: no procedure, for the first one can be let in only by who runs the server.
     * Errors: EMAIL_TAKEN.
     */
    async createAdmin(details: { email: string; password: string; fullName: string }): Promise<UserView> {
      const account = await newAccount({ ...details, role: "admin" });
      await transact(async tx => {
        await repo.insert(tx, account);
        await audit.record(tx, {
          actor: { id: null, role: "system", name: "MedEx" },
          action: "user.createAdmin",
          subject: account._id,
          detail: account.email,
        });
      });
      return toUserView(account);
    },

    async list(actor: Actor, input: ListUsersInput): Promise<Page<ManagedUser>> {
      const page = await repo.list(input);
      return { ...page, items: page.items.map(toManagedUser(actor)) };
    },

    /** Errors: USER_NOT_FOUND. */
    async get(actor: Actor, { userId }: { userId: UserId }): Promise<ManagedUser> {
      const user = await repo.findById(userId);
      if (!user) throw new DomainError("USER_NOT_FOUND");
      return toManagedUser(actor)(user);
    },

    /** A deactivated account loses access within a second. Errors: USER_NOT_FOUND, OWN_ACCOUNT. */
    setActive: (actor: Actor, { userId, isActive }: SetUserActiveInput): Promise<ManagedUser> =>
      manage(actor, "setActive", userId, async (tx, { email }) => ({
        after: await repo.update(tx, userId, { isActive }, clock.now()),
        record: { action: isActive ? "user.activate" : "user.deactivate", detail: email },
      })),

    /** The next request of the account has the new role. Errors: USER_NOT_FOUND, OWN_ACCOUNT, PROFILE_MISSING. */
    async setRole(actor: Actor, { userId, role }: SetUserRoleInput): Promise<ManagedUser> {
      if (!(await repo.findById(userId))) throw new DomainError("USER_NOT_FOUND");
      if (!(await hasProfile(userId, role))) throw new DomainError("PROFILE_MISSING", { role });
      return manage(actor, "setRole", userId, async (tx, before) => ({
        after: await repo.update(tx, userId, { role }, clock.now()),
        record: { action: "user.setRole", detail: before.email },
      }));
    },
  };
}
