import { connect } from "node:net";
import { waitFor } from "../../support/wait-for.ts";

export type RawSocket = {
  send(text: string): void;
  sendBinary(text: string): void;
  /** The next text from the server; "" when it closes instead. */
  next(): Promise<string>;
  /** Reads on until a text contains this. */
  until(part: string): Promise<string>;
  /** Resolves when the server has closed, with its code; 1006 when it said none. */
  closed: Promise<number>;
  /** Stops and starts reading from the network. */
  pause(): void;
  resume(): void;
  end(): void;
};

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;

/**
 * A WebSocket client without manners, byte by byte (RFC 6455): it sends what it likes, and need not read.
 * Rejects with the status when the server refuses the handshake.
 */
export function openRaw(port: number, query = ""): Promise<RawSocket> {
  const socket = connect(port, "127.0.0.1");
  const texts: string[] = [];
  const closing = Promise.withResolvers<number>();
  const opening = Promise.withResolvers<RawSocket>();
  let isOpen = false;
  let isGone = false;
  let buffer = Buffer.alloc(0);
  let read = 0;

  socket.write(
    [
      `GET /trpc-ws${query} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Origin: http://127.0.0.1:${port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version: 13",
      "\r\n",
    ].join("\r\n"),
  );

  const sendFrame = (opcode: number, text: string) => socket.write(clientFrame(opcode, Buffer.from(text)));

  const raw: RawSocket = {
    send: text => sendFrame(TEXT, text),
    sendBinary: text => sendFrame(BINARY, text),
    next: () =>
      waitFor("a frame", () =>
        read < texts.length ? { text: texts[read++] ?? "" } : isGone && { text: "" },
      ).then(({ text }) => text),
    async until(part) {
      for (;;) {
        const text = await raw.next();
        if (text.includes(part)) return text;
        if (text === "" && isGone) throw new Error(`The server closed and never said ${part}`);
      }
    },
    closed: closing.promise,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    end: () => socket.destroy(),
  };

  socket.on("data", chunk => {
    buffer = Buffer.concat([buffer, Buffer.from(chunk)]);
    if (!isOpen) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const status = buffer.subarray(9, 12).toString();
      if (status !== "101") {
        socket.destroy();
        opening.reject(new Error(`The handshake was answered with ${status}`));
        return;
      }
      isOpen = true;
      buffer = buffer.subarray(end + 4);
      opening.resolve(raw);
    }
    for (let frame = serverFrame(buffer); frame; frame = serverFrame(buffer)) {
      buffer = buffer.subarray(frame.length);
      if (frame.opcode === TEXT) texts.push(frame.payload.toString());
      if (frame.opcode === CLOSE)
        closing.resolve(frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005);
    }
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    isGone = true;
    closing.resolve(1006);
    opening.reject(new Error("The server closed during the handshake"));
  });
  return opening.promise;
}

/** One masked frame; the mask of zeros leaves the payload as it is. */
function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head =
    length < 126 ? [length | 0x80] : length < 65_536 ? [126 | 0x80, length >> 8, length & 255] : null;
  const sizes = head ? Buffer.from(head) : Buffer.alloc(9);
  if (!head) {
    sizes[0] = 127 | 0x80;
    sizes.writeBigUInt64BE(BigInt(length), 1);
  }
  return Buffer.concat([Buffer.from([0x80 | opcode]), sizes, Buffer.alloc(4), payload]);
}

/** The first whole frame of what has come, or null. */
function serverFrame(data: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  if (data.length < 2) return null;
  const short = (data[1] ?? 0) & 127;
  const start = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (data.length < start) return null;
  const size = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
  if (data.length < start + size) return null;
  return { opcode: (data[0] ?? 0) & 15, payload: data.subarray(start, start + size), length: start + size };
}
