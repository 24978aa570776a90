import type { AuditChange } from "../../../shared/admin/admin.schema.ts";
import type { Actor } from "../../../shared/auth/actor.ts";
import { DomainError } from "../../../shared/errors.ts";
import type { UserId, VendorId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/pagination.ts";
import { can } from "../../../shared/permissions.ts";
import type {
  CreateMemberInput,
  InviteMemberInput,
  ListMembersInput,
  MemberIdInput,
  MemberView,
  SetMemberRoleInput,
} from "../../../shared/vendors/member.schema.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Transactor, Tx } from "../../platform/mongo/transactor.port.ts";
import type { SessionEnds } from "../../platform/session-ends/session-ends.port.ts";
import { type AuditAction, type AuditService, by } from "../audit/index.ts";
import type { Outbox } from "../mail/index.ts";
import type { NewAccount, UserDoc, UsersRepo } from "../users/index.ts";
import type { MemberDoc, MembersRepo } from "./members.repo.ts";
import { isAtWork, toMemberView } from "./members.view.ts";
import type { VendorDoc, VendorsRepo } from "./vendors.repo.ts";

export type TeamDeps = {
  repo: VendorsRepo;
  members: MembersRepo;
  users: UsersRepo;
  newAccount: NewAccount;
  /** Ends the sessions of an account, and the links that would open it. */
  endAccess: (tx: Tx, userId: UserId) => Promise<void>;
  sessionEnds: SessionEnds;
  audit: AuditService;
  /** Null when this server sends no mail. */
  outbox: Outbox | null;
  transact: Transactor;
  clock: Clock;
};

/** A mailbox gets one letter a minute at most. */
const BETWEEN_LETTERS_MS = 60_000;

/** Who acts for a business, and as what. */
export function createTeam(deps: TeamDeps) {
  const { repo, members, users, newAccount, endAccess, sessionEnds, audit, transact, clock } = deps;

  /**
   * Changes a team while nobody else does. What the actor is there is read again: somebody may have just changed it,
   * and then this begins anew.
   */
  const change = <Result>(
    actor: Actor,
    vendorId: VendorId,
    work: (tx: Tx, vendor: VendorDoc) => Promise<Result>,
  ): Promise<Result> =>
    transact(async tx => {
      const vendor = await repo.holdTeam(tx, actor, vendorId);
      if (!vendor) throw new DomainError("VENDOR_NOT_FOUND");
      const own = await members.findIn(vendorId, actor.userId, tx);
      if (!can({ role: actor.role, memberRole: own?.memberRole ?? null }, "vendor.manageMembers"))
        throw new DomainError("FORBIDDEN", { roles: ["owner", "admin"] });
      return work(tx, vendor);
    });

  async function requireMember(tx: Tx, { vendorId, userId }: MemberIdInput): Promise<[MemberDoc, UserDoc]> {
    const member = await members.findIn(vendorId, userId, tx);
    const user = member && (await users.findById(userId, tx));
    if (!user) throw new DomainError("MEMBER_NOT_FOUND");
    return [member, user];
  }

  /** The owners of a business who can sign in. */
  async function ownersAtWork(vendorId: VendorId, tx?: Tx): Promise<UserId[]> {
    const owners = await members.ownersOf(vendorId, tx);
    const accounts = await users.findByIds(
      owners.map(({ _id }) => _id),
      tx,
    );
    return accounts.filter(isAtWork).map(({ _id }) => _id);
  }

  /** To be called when an owner has stepped down. Errors: LAST_OWNER. */
  async function requireOwnerLeft(tx: Tx, vendorId: VendorId): Promise<void> {
    if ((await ownersAtWork(vendorId, tx)).length === 0) throw new DomainError("LAST_OWNER");
  }

  const record = (
    tx: Tx,
    actor: Actor,
    action: AuditAction,
    { _id: subject }: MemberDoc,
    detail: string,
    changes: AuditChange[] = [],
  ) => audit.record(tx, { ...by(actor), action, subject, detail, changes });

  /** The account of somebody new: the one made for him, or the one that he had in a business that he has left. */
  async function accountFor(tx: Tx, made: UserDoc): Promise<UserDoc> {
    const known = await users.findByEmail(made.email, tx);
    if (!known) {
      await users.insert(tx, made);
      return made;
    }
    const isFree = known.role === "vendor" && known.isActive && !(await members.find(known._id, tx));
    if (!isFree) throw new DomainError("EMAIL_TAKEN");
    // Nothing that opened the account for the business before opens it for this one.
    await endAccess(tx, known._id);
    const { fullName, passwordHash } = made;
    const anew = { fullName, passwordHash, emailVerifiedAt: null };
    return (await users.update(tx, known._id, anew, clock.now())) ?? known;
  }

  async function add(
    actor: Actor,
    input: InviteMemberInput,
    { password, invite }: { password: string | null; invite: Outbox | null },
  ): Promise<MemberView> {
    const { vendorId, email, fullName, memberRole } = input;
    const made = await newAccount({ email, fullName, password, role: "vendor" });
    return change(actor, vendorId, async (tx, vendor) => {
      if (invite ? !vendor.isActive : !vendor.approvedAt) throw new DomainError("VENDOR_NOT_APPROVED");
      const account = await accountFor(tx, made);
      const now = clock.now();
      const member: MemberDoc = {
        _id: account._id,
        ...{ vendorId, memberRole },
        invitedAt: invite && now,
        createdAt: now,
        updatedAt: now,
      };
      await members.insert(tx, member);
      await invite?.post(tx, { purpose: "invitation", to: email });
      const action = invite ? "member.invite" : "member.create";
      await record(tx, actor, action, member, `${email} as ${memberRole} of ${vendor.businessName}`);
      return toMemberView(member, account, await ownersAtWork(vendorId, tx));
    });
  }

  return {
    /** Everybody who acts for a business or is invited to, the newest first. Errors: VENDOR_NOT_FOUND. */
    async members(actor: Actor, { vendorId, ...page }: ListMembersInput): Promise<Page<MemberView>> {
      if (!(await repo.findFor(actor, vendorId))) throw new DomainError("VENDOR_NOT_FOUND");
      const { items, nextCursor } = await members.list(vendorId, page);
      const accounts = await users.findByIds(items.map(({ _id }) => _id));
      const byId = new Map(accounts.map(account => [account._id, account]));
      const owners = await ownersAtWork(vendorId);
      const views = items.flatMap(member => {
        const account = byId.get(member._id);
        return account ? [toMemberView(member, account, owners)] : [];
      });
      return { items: views, nextCursor };
    },

    /**
     * Adds a colleague who chooses a password by the link in a letter. Only for an open business, for its name goes to
     * strangers. Errors: VENDOR_NOT_FOUND, VENDOR_NOT_APPROVED, EMAIL_TAKEN, MAIL_UNAVAILABLE.
     */
    async inviteMember(actor: Actor, input: InviteMemberInput): Promise<MemberView> {
      if (!deps.outbox) throw new DomainError("MAIL_UNAVAILABLE");
      return add(actor, input, { password: null, invite: deps.outbox });
    },

    /**
     * Adds a colleague with a first password.
     * Errors: VENDOR_NOT_FOUND, VENDOR_NOT_APPROVED, EMAIL_TAKEN, PASSWORD_TOO_COMMON.
     */
    createMember: (actor: Actor, { password, ...input }: CreateMemberInput): Promise<MemberView> =>
      add(actor, input, { password, invite: null }),

    /** Errors: VENDOR_NOT_FOUND, MEMBER_NOT_FOUND, ALREADY_JOINED, VENDOR_NOT_APPROVED, TOO_MANY_REQUESTS, MAIL_UNAVAILABLE. */
    async resendInvitation(actor: Actor, input: MemberIdInput): Promise<MemberView> {
      const { outbox } = deps;
      if (!outbox) throw new DomainError("MAIL_UNAVAILABLE");
      return change(actor, input.vendorId, async (tx, vendor) => {
        const [member, account] = await requireMember(tx, input);
        if (account.passwordHash !== null) throw new DomainError("ALREADY_JOINED");
        if (!vendor.isActive) throw new DomainError("VENDOR_NOT_APPROVED");
        const now = clock.now();
        const waitMs = (member.invitedAt?.getTime() ?? 0) + BETWEEN_LETTERS_MS - now.getTime();
        if (waitMs > 0) throw new DomainError("TOO_MANY_REQUESTS", { seconds: Math.ceil(waitMs / 1_000) });
        const after = await members.update(tx, member, { invitedAt: now }, now);
        await outbox.post(tx, { purpose: "invitation", to: account.email });
        await record(tx, actor, "member.invite", member, `${account.email} again`);
        return toMemberView(after ?? member, account, await ownersAtWork(input.vendorId, tx));
      });
    },

    /** Acts within a second. Errors: VENDOR_NOT_FOUND, MEMBER_NOT_FOUND, LAST_OWNER. */
    async setMemberRole(actor: Actor, { memberRole, ...input }: SetMemberRoleInput): Promise<MemberView> {
      const { vendorId, userId } = input;
      const view = await change(actor, vendorId, async tx => {
        const [before, account] = await requireMember(tx, input);
        const after = (await members.update(tx, before, { memberRole }, clock.now())) ?? before;
        if (before.memberRole === "owner" && memberRole !== "owner") await requireOwnerLeft(tx, vendorId);
        await record(tx, actor, "member.setRole", before, account.email, [
          { field: "memberRole", from: before.memberRole, to: memberRole },
        ]);
        return toMemberView(after, account, await ownersAtWork(vendorId, tx));
      });
      sessionEnds.sessionEnded(userId);
      return view;
    },

    /**
     * Takes somebody out of the business, or his invitation back: signed out within a second, he cannot sign in until
     * a business invites him again. Errors: VENDOR_NOT_FOUND, MEMBER_NOT_FOUND, LAST_OWNER.
     */
    async removeMember(actor: Actor, input: MemberIdInput): Promise<{ removed: true }> {
      const { vendorId, userId } = input;
      await change(actor, vendorId, async tx => {
        const [member, account] = await requireMember(tx, input);
        await members.remove(tx, member);
        if (member.memberRole === "owner") await requireOwnerLeft(tx, vendorId);
        await endAccess(tx, userId);
        await users.removeUnopened(tx, userId);
        await record(tx, actor, "member.remove", member, `${account.email}, ${member.memberRole}`);
      });
      sessionEnds.sessionEnded(userId);
      return { removed: true };
    },
  };
}
