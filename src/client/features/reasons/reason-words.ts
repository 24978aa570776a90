/** As the server has it; its schema would weigh more than the dialog. */
export const REASON_LENGTH = { min: 3, max: 500 } as const;

export const reasonProblem = (reason: string): string | undefined =>
  reason.trim().length < REASON_LENGTH.min ? "Say why, in a few words" : undefined;

type Words = { title: string; yes: string };

/** What is about to be done, by the name of its procedure. */
const WORDS: Record<string, Words> = {
  "users.setActive": { title: "Why do you activate this account?", yes: "Activate" },
  "vendors.setActive": { title: "Why do you open this business?", yes: "Open it" },
  "vendors.update": { title: "Why do you change this business?", yes: "Save the changes" },
  "vendors.inviteMember": { title: "Why do you invite somebody to this business?", yes: "Invite" },
  "vendors.createMember": { title: "Why do you add somebody to this business?", yes: "Add" },
  "vendors.resendInvitation": { title: "Why do you send this invitation again?", yes: "Send it" },
  "vendors.setMemberRole": { title: "Why do you change what this person may do?", yes: "Change it" },
  "vendors.removeMember": { title: "Why do you take this person out of the business?", yes: "Remove" },
  "drivers.setActive": { title: "Why do you change this driver's access?", yes: "Change it" },
  "drivers.update": { title: "Why do you change this driver?", yes: "Save the changes" },
  "orders.create": { title: "Why do you order for this business?", yes: "Place the order" },
  "orders.update": { title: "Why do you change this order?", yes: "Save the changes" },
  "orders.accept": { title: "Why do you accept this order for its business?", yes: "Accept" },
  "orders.assign": { title: "Why do you assign this order for its business?", yes: "Assign" },
  "orders.unassign": { title: "Why do you take this order back from its driver?", yes: "Take it back" },
  "orders.revokeTrackingLink": { title: "Why do you end this tracking link?", yes: "End the link" },
  "orders.reissueTrackingLink": { title: "Why do you make a new tracking link?", yes: "Make a new link" },
};

/** What has no words of its own yet is asked for all the same. */
export const questionFor = (path: string): Words =>
  WORDS[path] ?? { title: "Why do you change this?", yes: "Go on" };
