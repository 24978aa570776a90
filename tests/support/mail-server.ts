import { createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

type Received = { from: string; to: string[]; raw: string; user: string | null };

export type MailServer = AsyncDisposable & { port: number; received: Received[] };

type MailServerOptions = {
  port?: number;
  /** What it says to a recipient or a letter: nothing when it takes them. */
  refuseRecipient?: (address: string) => Error | null;
  refuseLetter?: () => Error | null;
  /** Asks for this user and password. */
  account?: { user: string; password: string };
};

/** A refusal with an SMTP reply code. */
export const reply = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

/** A real SMTP server on loopback that keeps what it takes. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const received: Received[] = [];
  const { account } = options;
  const server = new SMTPServer({
    disabledCommands: account ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
    authOptional: !account,
    allowInsecureAuth: true,
    logger: false,
    onAuth({ username, password }, _session, done) {
      if (username === account?.user && password === account?.password) done(null, { user: username });
      else done(reply(535, "no"));
    },
    onRcptTo: ({ address }, _session, done) => done(options.refuseRecipient?.(address) ?? null),
    onData(stream, session, done) {
      text(stream).then(raw => {
        const refusal = options.refuseLetter?.() ?? null;
        const { mailFrom, rcptTo } = session.envelope;
        if (!refusal) {
          const to = rcptTo.map(({ address }) => address);
          received.push({ from: mailFrom ? mailFrom.address : "", to, raw, user: session.user ?? null });
        }
        done(refusal);
      }, done);
    },
  });
  server.on("error", () => {});
  const { promise, resolve } = Promise.withResolvers<void>();
  const listening = server.listen(options.port ?? 0, "127.0.0.1", resolve);
  await promise;
  const address = listening.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    received,
    [Symbol.asyncDispose]: () => new Promise<void>(closed => server.close(closed)),
  };
}

/** A server that greets without end, a line at a time: every inactivity timeout is content with it. */
export async function startDrippingServer(everyMs: number): Promise<AsyncDisposable & { port: number }> {
  const open = new Set<Socket>();
  const server = createServer(socket => {
    open.add(socket);
    const drip = setInterval(() => socket.write("220-please wait\r\n"), everyMs);
    socket.on("error", () => {});
    socket.on("close", () => {
      clearInterval(drip);
      open.delete(socket);
    });
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
