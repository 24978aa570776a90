import { LINK_PATHS } from "../../../../shared/auth/link-paths.ts";
import type { MemberRole } from "../../../../shared/vendors/member.schema.ts";
import type { Letter } from "../../../platform/mail/mail.port.ts";
import type { Errand } from "../../mail/index.ts";
import type { UserDoc, UsersRepo } from "../../users/index.ts";
import type { LinkPurpose } from "./one-time-links.repo.ts";
import type { OneTimeLinks } from "./one-time-links.ts";

type Deps = {
  links: OneTimeLinks;
  users: UsersRepo;
  /** To what somebody is invited; null when he no longer is. */
  invitationOf: (user: UserDoc) => Promise<Invitation | null>;
  publicUrl: string;
};

/** The business that wants somebody, and as what. */
export type Invitation = { businessName: string; as: "driver" | MemberRole };

type Words = Pick<Letter, "subject" | "text">;

/**
 * Only an approved business has words of its own in a letter to a stranger: otherwise anybody could have us deliver
 * what he likes to whom he likes.
 */
const WORDS: Record<Exclude<LinkPurpose, "invitation">, (link: string) => Words> = {
  passwordReset: link => ({
    subject: "Choose a new MedEx password",
    text: lines(
      "Somebody, hopefully you, has forgotten the password of your MedEx account.",
      "To choose a new one, open this within 30 minutes:",
      link,
      "All devices are signed out then. If it was not you, do nothing: the password stays as it is.",
    ),
  }),
  emailVerification: link => ({
    subject: "Confirm your e-mail address for MedEx",
    text: lines(
      "A MedEx account was made with this address. To confirm that it is yours, open this within two days:",
      link,
      "If you have not made it, do nothing.",
    ),
  }),
};

const AS: Record<Invitation["as"], string> = {
  driver: "a driver",
  owner: "an owner",
  dispatcher: "a dispatcher",
  viewer: "a viewer",
};

const invitationWords = (link: string, { businessName, as }: Invitation): Words => ({
  subject: `${businessName} has added you as ${AS[as]} in MedEx`,
  text: lines(
    `${businessName} sends its deliveries with MedEx and has added you as ${AS[as]}.`,
    `To choose your password and begin, open this within seven days${as === "driver" ? ", best on your phone" : ""}:`,
    link,
    "Later than that, ask for a new password at the sign-in with this e-mail address.",
  ),
});

/** Writes the letter of an errand with a link of its own; null when there is nobody to write to, or no need any more. */
export function createLetters({ links, users, invitationOf, publicUrl }: Deps) {
  const linkFor = async ({ _id }: UserDoc, purpose: LinkPurpose) =>
    `${publicUrl}${LINK_PATHS[purpose]}#${await links.issue(_id, purpose)}`;

  return async ({ purpose, to }: Errand): Promise<Letter | null> => {
    const user = await users.findByEmail(to);
    if (!user?.isActive || !isWanted(purpose, user)) return null;
    if (purpose !== "invitation") return { to: user.email, ...WORDS[purpose](await linkFor(user, purpose)) };
    const invitation = await invitationOf(user);
    return invitation && { to: user.email, ...invitationWords(await linkFor(user, purpose), invitation) };
  };
}

function isWanted(purpose: LinkPurpose, user: UserDoc): boolean {
  if (purpose === "emailVerification") return !user.emailVerifiedAt;
  if (purpose === "invitation") return user.passwordHash === null;
  return true;
}

const lines = (...paragraphs: string[]): string => `${paragraphs.join("\n\n")}\n`;
