import type { Socket } from "bun";
import { createAges } from "./ages.ts";
import { frameAt, handshake, PING, pongFrame, TEXT, textFrame } from "./frames.ts";
import { cursorIn, dialogueOf, timesIn, type ViewerPlan } from "./protocols.ts";

export type Tally = {
  viewers: number;
  /** Events times viewers. */
  delivered: number;
  /** Of the one who heard least, and of the one who heard most. */
  fewest: number;
  most: number;
  frames: number;
  bytes: number;
  p50: number;
  p99: number;
  longest: number;
};

/** Notes when each event was made, by the time that it carries, and what of it arrives. */
export type Ledger = ReturnType<typeof createLedger>;

export function createLedger() {
  const ages = createAges();
  const madeAt = new Map<number, number>();
  let heard = new Uint32Array(0);
  let frames = 0;
  let bytes = 0;

  return {
    /** `time` is what the event says of itself. Call it at the moment that ages are counted from. */
    made(time: string): void {
      madeAt.set(Date.parse(time), performance.now());
    },
    madeAtOf: (time: number): number | undefined => madeAt.get(time),
    arrived(viewer: number, made: readonly number[], size: number): void {
      const now = performance.now();
      frames += 1;
      bytes += size;
      heard[viewer] = (heard[viewer] ?? 0) + made.length;
      for (const at of made) ages.note(now - at);
    },
    /** Begins anew with so many viewers. */
    clear(viewers: number): void {
      ages.clear();
      madeAt.clear();
      heard = new Uint32Array(viewers);
      frames = 0;
      bytes = 0;
    },
    tally: (): Tally => ({
      viewers: heard.length,
      delivered: ages.count(),
      fewest: heard.length > 0 ? Math.min(...heard) : 0,
      most: heard.length > 0 ? Math.max(...heard) : 0,
      frames,
      bytes,
      p50: ages.quantile(0.5),
      p99: ages.quantile(0.99),
      longest: ages.quantile(1),
    }),
  };
}

type Viewer = {
  number: number;
  isUpgraded: boolean;
  /** What came of a frame that is not whole yet. */
  rest: Buffer | null;
  doors: Set<string>;
  isIn: boolean;
};

export type Crowd = {
  /** Resolves when all are in. Rejects when one is refused or cut off before. */
  open(): Promise<void>;
  isIn(): number;
  /** Cuts the connections of the first `count` at once, as a network that goes does. */
  cut(count: number): void;
  /** Opens again those that were cut, all at once; resolves when all are in. */
  comeBack(): Promise<void>;
};

/** The memory that Bun hands over is its own: what has to wait is copied. */
const keep = (viewer: Viewer, data: Buffer): void => {
  viewer.rest = Buffer.from(data);
};

export type CrowdPlan = { host: string; port: number; plan: ViewerPlan; count: number; atOnce: number };

/** Viewers of one server. Texts that many of them get are read once. */
export function createCrowd({ host, port, plan, count, atOnce }: CrowdPlan, ledger: Ledger): Crowd {
  const dialogue = dialogueOf(plan);
  const read = createReader(ledger);
  const sockets = new Map<number, Socket<Viewer>>();
  /** Where each viewer was in a stream that can be resumed. */
  const cursors = new Map<number, string>();
  let isIn = 0;
  let onChange: () => void = () => {};
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});

  function handle(socket: Socket<Viewer>, payload: Buffer): void {
    const viewer = socket.data;
    const { made, cursor } = read(payload);
    if (cursor) cursors.set(viewer.number, cursor);
    if (made.length > 0) ledger.arrived(viewer.number, made, payload.length);
    if (viewer.isIn && made.length > 0) return;
    const text = payload.toString("utf8", 0, LONGEST_SIGN);
    const answer = dialogue.answer(text);
    if (answer) socket.write(textFrame(answer));
    const door = viewer.isIn ? null : dialogue.opened(text);
    if (door) viewer.doors.add(door);
    if (viewer.isIn || viewer.doors.size < dialogue.doors) return;
    viewer.isIn = true;
    isIn += 1;
    onChange();
  }

  function receive(socket: Socket<Viewer>, chunk: Buffer): void {
    const viewer = socket.data;
    let data = viewer.rest ? Buffer.concat([viewer.rest, chunk]) : chunk;
    viewer.rest = null;
    if (!viewer.isUpgraded) {
      const end = data.indexOf("\r\n\r\n");
      if (end < 0) {
        keep(viewer, data);
        return;
      }
      const status = data.subarray(9, 12).toString();
      if (status !== "101") throw new Error(`A viewer was answered ${status}`);
      viewer.isUpgraded = true;
      data = data.subarray(end + 4);
      for (const text of dialogue.greeting(viewer.number, cursors.get(viewer.number)))
        socket.write(textFrame(text));
    }
    let start = 0;
    for (let frame = frameAt(data, start); frame; frame = frameAt(data, start)) {
      if (frame.opcode === TEXT) handle(socket, frame.payload);
      if (frame.opcode === PING) socket.write(pongFrame(frame.payload));
      start = frame.end;
    }
    if (start < data.length) keep(viewer, data.subarray(start));
  }

  async function connect(number: number): Promise<void> {
    const socket = await Bun.connect<Viewer>({
      // Every address of 127.0.0.0/8 is this machine, and each has ports of its own.
      hostname: host,
      port,
      data: { number, isUpgraded: false, rest: null, doors: new Set(), isIn: false },
      socket: {
        data: receive,
        close(closed) {
          if (closed.data.isIn) isIn -= 1;
          if (sockets.get(number) === closed) sockets.delete(number);
          onChange();
        },
        error: (_, error) => failed.reject(error),
      },
    });
    sockets.set(number, socket);
    socket.write(handshake(`${host}:${port}`, dialogue.path));
  }

  async function connectAll(numbers: readonly number[]): Promise<void> {
    const wanted = isIn + numbers.length;
    const all = Promise.withResolvers<void>();
    onChange = () => {
      if (isIn >= wanted) all.resolve();
    };
    for (let first = 0; first < numbers.length; first += atOnce) {
      const group = numbers.slice(first, first + atOnce);
      const before = isIn;
      await Promise.all(group.map(connect));
      while (first + atOnce < numbers.length && isIn < before + group.length) await Bun.sleep(1);
    }
    await Promise.race([all.promise, failed.promise]);
    onChange = () => {};
  }

  return {
    open: () => connectAll(Array.from({ length: count }, (_, number) => number)),
    isIn: () => isIn,
    cut(many) {
      for (const [number, socket] of [...sockets].slice(0, many)) {
        sockets.delete(number);
        socket.terminate();
      }
    },
    comeBack() {
      const missing = Array.from({ length: count }, (_, number) => number).filter(
        number => !sockets.has(number),
      );
      return connectAll(missing);
    },
  };
}

const MAX_KNOWN = 20_000;
/** What a text is shows at its beginning. */
const LONGEST_SIGN = 200;

type Reading = { made: readonly number[]; cursor: string | undefined };

/** When the events of a payload were made; the same bytes are read once, however many viewers get them. */
function createReader(ledger: Ledger): (payload: Buffer) => Reading {
  const known = new Map<number, Reading>();
  return payload => {
    const hash = Bun.hash.xxHash32(payload);
    const earlier = known.get(hash);
    if (earlier) return earlier;
    const text = payload.toString();
    const made = timesIn(text).flatMap(time => ledger.madeAtOf(time) ?? []);
    const reading = { made, cursor: cursorIn(text) };
    if (known.size > MAX_KNOWN) known.clear();
    if (made.length > 0) known.set(hash, reading);
    return reading;
  };
}
