import type { AuditEntry, SubjectKind } from "../../../../shared/admin/admin.schema.ts";

/** What the log keeps, in words; in the order in which a filter offers it. */
const WORDS: Record<string, string> = {
  "auth.login": "signed in",
  "auth.loginFailed": "failed to sign in",
  "auth.register": "registered",
  "auth.changePassword": "changed the password",
  "auth.refreshReused": "a stolen session was used",
  "auth.logoutEverywhere": "signed out everywhere",
  "auth.requestPasswordReset": "asked for a new password",
  "auth.resetPassword": "chose a new password by a link",
  "auth.verifyEmail": "confirmed the e-mail address",
  "auth.acceptInvitation": "accepted an invitation",
  "auth.secondFactorOn": "switched a second factor on",
  "auth.secondFactorOff": "switched the second factor off",
  "auth.recoveryCodeUsed": "signed in with a recovery code",
  "auth.codeRefused": "typed a wrong code",
  "auth.passwordRefused": "typed a wrong password to change the account",
  "auth.logout": "signed out",
  "auth.revokeSession": "signed another device out",
  "user.activate": "activated an account",
  "user.deactivate": "deactivated an account",
  "user.setRole": "changed a role",
  "vendor.create": "opened a business",
  "vendor.update": "changed a business",
  "vendor.activate": "approved or reopened a business",
  "vendor.deactivate": "paused a business",
  "member.create": "added a colleague",
  "member.invite": "invited a colleague",
  "member.setRole": "changed what a colleague may do",
  "member.remove": "removed a colleague",
  "privacy.export": "exported what is kept of somebody",
  "privacy.exportMine": "downloaded what is kept of himself",
  "privacy.erase": "erased somebody",
  "privacy.eraseMine": "deleted his account",
  "driver.create": "added a driver",
  "driver.invite": "invited a driver",
  "driver.update": "changed a driver",
  "driver.activate": "activated a driver",
  "driver.deactivate": "deactivated a driver",
  "order.create": "ordered for a business",
  "order.update": "changed an order",
  "order.accept": "accepted an order for a business",
  "order.assign": "assigned an order for a business",
  "order.unassign": "took an order back from its driver",
  "order.cancel": "cancelled an order",
  "order.revokeTrackingLink": "ended a tracking link",
  "order.reissueTrackingLink": "made a new tracking link",
  "read.orders.get": "read an order",
  "read.orders.list": "read orders in a list",
  "read.orders.timeline": "read what happened to an order",
  "read.orders.custody": "took the chain of custody of an order",
  "read.privacy.find": "looked how much is kept of somebody",
  "read.files.proof": "opened the proof of a delivery",
  "read.tracking.link": "followed an order by its link",
  "read.users.get": "read an account",
  "read.users.list": "read accounts in a list",
  "read.vendors.members": "read who works for a business",
  "read.drivers.get": "read a driver's profile",
  "read.drivers.list": "read drivers in a list",
  "read.drivers.trail": "read where a driver was",
  "read.assignments.mine": "read the work in hand",
  "read.assignments.history": "read who was offered what",
  "read.realtime.vendor": "watched what a business does",
  "read.realtime.vendorLocations": "watched where a business's drivers are",
  "read.realtime.order": "watched an order",
  "read.realtime.orderLocations": "watched where an order is",
  "read.realtime.driver": "watched a driver's work",
  "read.realtime.driverLocations": "watched where a driver is",
  "read.reports.deliveries": "read deliveries in a report",
  "read.reports.drivers": "read drivers in a report",
  "read.reports.export": "took deliveries away as a file",
  "read.admin.auditLog": "read the audit log",
  "read.admin.exportAuditLog": "took the audit log away as a file",
};

const KINDS: Record<SubjectKind, [one: string, many: string]> = {
  order: ["order", "orders"],
  driver: ["driver", "drivers"],
  user: ["account", "accounts"],
  vendor: ["business", "businesses"],
  audit: ["search", "searches"],
};

/** Who it was, as he was called then. */
export const actorWords = ({ id, role, name }: AuditEntry["actor"]): string =>
  role === "link" ? "Whoever holds the link" : role === "system" && !id ? "MedEx" : name;

/** One line about an entry: what it was done to and why, or how many people's data was read. */
export function summaryOf({ actor, detail, reason, subjects, subjectKind, changes }: AuditEntry): string {
  const others = subjects.filter(id => id !== actor.id);
  const what = detail ?? (subjectKind ? countOf(subjects.length, subjectKind) : others[0]);
  const fields = changes.map(({ field }) => field).join(", ");
  return [what, fields, reason && `“${reason}”`].filter(Boolean).join(" · ");
}

const countOf = (count: number, kind: SubjectKind): string => `${count} ${KINDS[kind][count === 1 ? 0 : 1]}`;

const OF_ACCOUNTS = new Set(["auth", "member", "privacy"]);

/** What the ids of an entry are of: reads say so, the others by their action ("order.cancel"). */
export function kindOf({ subjectKind, action }: AuditEntry): SubjectKind | null {
  const [slice = ""] = action.split(".");
  return subjectKind ?? (slice in KINDS ? (slice as SubjectKind) : OF_ACCOUNTS.has(slice) ? "user" : null);
}

/** An action that a newer server writes is shown by its name rather than not at all. */
export const actionWords = (action: string): string => WORDS[action] ?? action;

export const AUDIT_ACTIONS: readonly string[] = Object.keys(WORDS);

/** What somebody should look at twice. */
const ALARMING = new Set(["auth.refreshReused", "auth.loginFailed", "auth.codeRefused"]);
export const isAlarming = (action: string): boolean => ALARMING.has(action);
