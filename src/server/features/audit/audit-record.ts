import type { AuditChange, SubjectKind } from "../../../shared/admin/admin.schema.ts";
import type { Actor, Call } from "../../../shared/auth/actor.ts";
import type { SessionId } from "../../../shared/ids.ts";
import type { OrderAction } from "../../../shared/orders/order.machine.ts";
import type { AuditActor } from "./audit.repo.ts";

/** What the audit log keeps: sign-ins, and what somebody did to the account or the business of another. */
export type AuditAction =
  | "auth.login"
  | "auth.loginFailed"
  | "auth.register"
  | "auth.changePassword"
  | "auth.passwordRefused"
  | "auth.logout"
  | "auth.revokeSession"
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
  | `read.${string}`
  | `order.${"create" | "revokeTrackingLink" | "reissueTrackingLink" | OrderAction}`;

export type AuditRecord = {
  actor: AuditActor;
  action: AuditAction;
  /** What it was done to, or whose data was read. */
  subject?: string | readonly string[] | null;
  subjectKind?: SubjectKind;
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
