import type { Logger } from "../logger/logger.ts";
import type { Mail } from "./mail.port.ts";

/** For development without a mail server: whoever reads the log reads the letters, with the links in them. */
export const createPrintedMail = (logger: Logger): Mail => ({
  async send({ to, subject, text }) {
    logger.info({ to, subject }, text);
    return { outcome: "sent" };
  },
});
