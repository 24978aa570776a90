import type { AuditChange, AuditEntry, AuditLogInput } from "../../../shared/admin/admin.schema.ts";
import type { Actor, Call } from "../../../shared/auth/actor.ts";
import type { SessionId } from "../../../shared/ids.ts";
import type { OrderAction } from "../../../shared/orders/order.machine.ts";
import type { Page } from "../../../shared/pagination.ts";
import type { Clock } from "../../platform/clock/clock.port.ts";
import type { Ids } from "../../platform/ids/ids.port.ts";
import type { Tx } from "../../platform/mongo/transactor.port.ts";
import type { AuditActor, AuditRepo } from "./audit.repo.ts";
import { toAuditEntry } from "./audit.view.ts";

/** What the audit log keeps: sign-ins, and what somebody did to the account or the business of another. */
export type AuditAction =
  | "auth.login"
  | "auth.loginFailed"
  | "auth.register"
  | "auth.changePassword"
  | "auth.refreshReused"
  | "auth.logoutEverywhere"
  | "auth.requestPasswordReset"
  | "auth.resetPassword"
  | "auth.verifyEmail"
  | "auth.acceptInvitation"
  | "auth.secondFactorOn"
  | "auth.secondFactorOff"
  | "auth.recoveryCodeUsed"
  | "auth.codeRefused"
  | "user.activate"
  | "user.deactivate"
  | "user.setRole"
  | "user.createAdmin"
  | "vendor.create"
  | "vendor.update"
  | "vendor.activate"
  | "vendor.deactivate"
  | "member.create"
  | "member.invite"
  | "member.setRole"
  | "member.remove"
  | "privacy.export"
  | "privacy.exportMine"
  | "privacy.erase"
  | "privacy.eraseMine"
  | "driver.create"
  | "driver.invite"
  | "driver.update"
  | "driver.activate"
  | "driver.deactivate"
  | `order.${"create" | "revokeTrackingLink" | "reissueTrackingLink" | OrderAction}`;

export type AuditRecord = {
  actor: AuditActor;
  action: AuditAction;
  subject?: string | null;
  detail?: string | null;
  changes?: readonly AuditChange[];
  call?: Call | undefined;
  sessionId?: SessionId;
};

/** Who did it and by which request, as the log shows it. */
export const by = ({ userId, role, fullName, sessionId, call }: Actor) => ({
  actor: { id: userId, role, name: fullName },
  sessionId,
  call,
});

type Deps = { repo: AuditRepo; clock: Clock; ids: Ids };

export type AuditService = ReturnType<typeof createAuditService>;

export function createAuditService({ repo, clock, ids }: Deps) {
  return {
    /** Writes one entry: in the transaction of what it reports, so that neither is without the other, or alone. */
    record(tx: Tx | null, { call, ...entry }: AuditRecord): Promise<void> {
      return repo.insert(tx, {
        _id: ids.uuid(),
        createdAt: clock.now(),
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject ?? null,
        detail: entry.detail ?? null,
        changes: entry.changes ?? [],
        reason: call?.reason ?? null,
        ip: call?.ip ?? null,
        userAgent: call?.userAgent ?? null,
        requestId: call?.requestId ?? null,
        sessionId: entry.sessionId ?? null,
      });
    },

    /** The log, newest first; the permission admits administrators only, who see all of it. */
    async list(_actor: Actor, input: AuditLogInput): Promise<Page<AuditEntry>> {
      const page = await repo.list(input);
      return { ...page, items: page.items.map(toAuditEntry) };
    },
  };
}
