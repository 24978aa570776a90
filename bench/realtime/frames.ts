/*
 * WebSocket frames byte by byte (RFC 6455, section 5.2): ten thousand clients in one process have to be cheap, and
 * must not share the library that is under test.
 */

export const TEXT = 1;
export const PING = 9;
const PONG = 10;

export const textFrame = (text: string): Buffer => frame(TEXT, Buffer.from(text));

/** What a ping is to be answered with: what it brought (section 5.5.3). */
export const pongFrame = (ping: Buffer): Buffer => frame(PONG, ping);

/** One masked frame; a mask of zeros leaves the payload as it is. */
function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length > 65_535) throw new Error("A client of the benchmark says less at once");
  const head = length < 126 ? [length | 0x80] : [126 | 0x80, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...head]), Buffer.alloc(4), payload]);
}

type ServerFrame = { opcode: number; payload: Buffer; end: number };

/** The whole frame that begins at `start`, or null when some of it has not come yet. Servers do not mask. */
export function frameAt(data: Buffer, start: number): ServerFrame | null {
  if (data.length < start + 2) return null;
  const short = (data[start + 1] ?? 0) & 127;
  const head = start + (short === 126 ? 4 : short === 127 ? 10 : 2);
  if (data.length < head) return null;
  const size =
    short === 126
      ? data.readUInt16BE(start + 2)
      : short === 127
        ? Number(data.readBigUInt64BE(start + 2))
        : short;
  const end = head + size;
  return data.length < end
    ? null
    : { opcode: (data[start] ?? 0) & 15, payload: data.subarray(head, end), end };
}

export const handshake = (host: string, path: string): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Origin: http://${host}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
    "\r\n",
  ].join("\r\n");
