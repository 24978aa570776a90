import type { Letter, Mail } from "../../src/server/platform/mail/mail.port.ts";

/** A mail port that keeps what it is given. */
export type Letterbox = Mail & { letters: Letter[]; to(email: string): Letter[] };

export function createLetterbox(): Letterbox {
  const letters: Letter[] = [];
  return {
    letters,
    to: email => letters.filter(letter => letter.to === email),
    async send({ id: _, ...letter }) {
      letters.push(letter);
      return { outcome: "sent" };
    },
  };
}

/** The token of the link in a letter; fails when there is none. */
export function tokenIn(letter: Letter | undefined): string {
  const token = /#([\w-]{32})\b/.exec(letter?.text ?? "")?.[1];
  if (!token) throw new Error(`There is no link in ${JSON.stringify(letter)}`);
  return token;
}
