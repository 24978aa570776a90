import type { MemberRole } from "../../../../shared/vendors/member.schema.ts";

/** What somebody is in a business, and what that lets him do; the one who may least first. */
export const MEMBER_WORDS = {
  viewer: { label: "Viewer", one: "a viewer", does: "sees orders, drivers and reports, and changes nothing" },
  dispatcher: {
    label: "Dispatcher",
    one: "a dispatcher",
    does: "enters, accepts, assigns and cancels orders",
  },
  owner: {
    label: "Owner",
    one: "an owner",
    does: "does everything: drivers, prices, set-up and the team too",
  },
} as const satisfies Record<MemberRole, { label: string; one: string; does: string }>;

export const MEMBER_ROLES = (Object.keys(MEMBER_WORDS) as MemberRole[]).map(value => ({
  value,
  label: MEMBER_WORDS[value].label,
}));
