import { connect, createServer, type Socket } from "node:net";

/** What becomes of requests for a WebSocket; offices have proxies that refuse them, and others that drop them. */
type Upgrades = "pass" | "refuse" | "drop";

export type Cut = "now" | "midway" | "silent";

export type Cable = AsyncDisposable & {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  port: number;
  /** How many were cut: connections, or with `cut` all of them at once. */
  cuts(): number;
  /** Requests for a WebSocket that did not get through. */
  refused(): number;
  /** Cuts everything. */
  cut(): void;
  /**
   * Cuts one connection, the oldest at 0 and the newest at almost 1. False when there is none. `midway` is in the middle
   * of the next piece that comes from the far end; `silent` cuts nothing, but nothing comes through any more.
   */
  cutOne(which: number, how: Cut): boolean;
  /** Connections made from now on end at this port. */
  leadTo(port: number): void;
};

type Line = Record<Cut, () => void>;

/** A network in between that can be cut: whatever is on the wire is lost, and neither side is told why. */
export async function layCable(firstPort: number, { upgrades = "pass" as Upgrades } = {}): Promise<Cable> {
  let to = firstPort;
  const ends = new Set<Socket>();
  const whole = new Set<Line>();
  let cuts = 0;
  let refused = 0;

  const server = createServer(near => {
    hold(near);
    if (upgrades === "pass") return lay(near);
    near.once("data", head => {
      if (!/upgrade: websocket/i.test(head.toString())) return lay(near, head);
      refused += 1;
      if (upgrades === "drop") near.destroy();
      else near.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    });
  });

  function hold(end: Socket): void {
    ends.add(end);
    end.on("error", () => {});
    end.on("close", () => ends.delete(end));
  }

  function lay(near: Socket, head?: Buffer | string): void {
    const far = connect(to, "127.0.0.1");
    hold(far);
    const cut = () => {
      near.destroy();
      far.destroy();
    };
    const line: Line = {
      now: cut,
      midway() {
        far.unpipe(near);
        far.once("data", data => {
          const piece = Buffer.from(data);
          near.write(piece.subarray(0, Math.ceil(piece.length / 2)), cut);
        });
        far.resume();
      },
      silent() {
        far.unpipe(near);
        near.unpipe(far);
        for (const end of [near, far]) end.resume();
      },
    };
    whole.add(line);
    for (const end of [near, far])
      end.on("close", () => {
        whole.delete(line);
        cut();
      });
    if (head) far.write(head);
    near.pipe(far).pipe(near);
  }

  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const cut = () => {
    cuts += 1;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cuts: () => cuts,
    refused: () => refused,
    cut,
    cutOne(which, how) {
      const line = [...whole][Math.floor(which * whole.size)];
      if (!line) return false;
      whole.delete(line);
      cuts += 1;
      line[how]();
      return true;
    },
    leadTo: next => {
      to = next;
    },
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
