import type { Mail } from "./mail.port.ts";

/** What a terminal would act on; lines and tabs stay. */
const CONTROL = /[^\P{Cc}\n\t]|[\u2028-\u202e\u2066-\u2069]/gu;

/**
 * For development without a mail server: letters are printed for whoever sits at the terminal, with the links in them.
 * They are no log: there the links would be hidden.
 */
export const createPrintedMail = (print: (text: string) => void): Mail => ({
  async send({ to, subject, text }) {
    const letter = `To: ${to}\nSubject: ${subject.replaceAll("\n", " ")}\n\n${text}`.replace(CONTROL, "");
    print(`\n${letter.replaceAll(/^/gm, "  | ")}\n\n`);
    return { outcome: "sent" };
  },
});
