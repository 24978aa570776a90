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
  "driver.create": "added a driver",
  "driver.invite": "invited a driver",
  "driver.update": "changed a driver",
  "driver.activate": "activated a driver",
  "driver.deactivate": "deactivated a driver",
  "privacy.export": "exported what is kept of somebody",
  "privacy.exportMine": "downloaded what is kept of himself",
  "privacy.erase": "erased somebody",
  "privacy.eraseMine": "deleted his account",
  "order.create": "ordered for a business",
  "order.update": "changed an order",
  "order.accept": "accepted an order for a business",
  "order.assign": "assigned an order for a business",
  "order.unassign": "took an order back from its driver",
  "order.cancel": "cancelled an order",
  "order.revokeTrackingLink": "ended a tracking link",
  "order.reissueTrackingLink": "made a new tracking link",
};

/** An action that a newer server writes is shown by its name rather than not at all. */
export const actionWords = (action: string): string => WORDS[action] ?? action;

export const AUDIT_ACTIONS: readonly string[] = Object.keys(WORDS);

/** What somebody should look at twice. */
const ALARMING = new Set(["auth.refreshReused", "auth.loginFailed", "auth.codeRefused"]);
export const isAlarming = (action: string): boolean => ALARMING.has(action);
