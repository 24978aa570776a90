import { createTransport } from "nodemailer";
import { z } from "zod";
import type { Delivery, Mail } from "./mail.port.ts";

/** From the first packet to the last answer, however slowly a server drips; letters wait in the outbox meanwhile. */
const DEADLINE_MS = 10_000;

type SmtpOptions = {
  /** `smtps://user:password@host:465`, or `smtp://` with STARTTLS when the server offers it. */
  url: string;
  /** `Name <address>`. */
  from: string;
  deadlineMs?: number;
};

/** Letters over SMTP (RFC 5321), one connection each: there are few of them, and none to be kept alive. */
export function createSmtpMail({ url, from, deadlineMs = DEADLINE_MS }: SmtpOptions): Mail {
  const transport = createTransport({
    url,
    connectionTimeout: deadlineMs,
    greetingTimeout: deadlineMs,
    socketTimeout: deadlineMs,
    // A letter is text of ours: nothing in it may make the server read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? "localhost";
  return {
    async send({ id, to, subject, text, html }): Promise<Delivery> {
      try {
        await transport.sendMail({
          from,
          to: { name: "", address: to },
          subject,
          text,
          html,
          messageId: `<${id}@${domain}>`,
          // RFC 3834: no out-of-office answer to a machine.
          headers: { "Auto-Submitted": "auto-generated" },
          signal: AbortSignal.timeout(deadlineMs),
        });
        return { outcome: "sent" };
      } catch (error) {
        return deliveryOf(error);
      }
    },
  };
}

const SmtpError = z.object({
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.number().optional(),
});

/** Only this recipient or this text can be refused for good; a wrong password or sender is ours to repair. */
const ABOUT_THE_LETTER = ["RCPT TO", "DATA"];

function deliveryOf(error: unknown): Delivery {
  const { code = "unknown", command = "", responseCode = 0 } = SmtpError.safeParse(error).data ?? {};
  const reason = [code, command, responseCode || ""].filter(Boolean).join(" ");
  const isFinal = responseCode >= 500 && ABOUT_THE_LETTER.includes(command);
  return { outcome: isFinal ? "refused" : "later", reason };
}
