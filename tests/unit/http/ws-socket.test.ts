import { expect, test } from "bun:test";
import type { ServerWebSocket } from "bun";
import { createCensus } from "../../../src/server/http/live/ws-census.ts";
import { tellDirectly } from "../../../src/server/http/live/ws-direct.ts";
import { RequestLedger } from "../../../src/server/http/live/ws-requests.ts";
import { type Connection, TrpcSocket } from "../../../src/server/http/live/ws-socket.ts";
import { DEFAULT_CAPS } from "../../../src/server/platform/limits/caps.ts";
import { createManualTime } from "../../support/manual-time.ts";

/** A socket on a network that drops everything, or takes it. */
function createSocket({ drops }: { drops: boolean }) {
  const { clock, timers } = createManualTime();
  const raw = { readyState: 1, send: () => (drops ? 0 : 1), close() {}, terminate() {} };
  return new TrpcSocket({
    raw: raw as unknown as ServerWebSocket<Connection>,
    ledger: new RequestLedger(DEFAULT_CAPS, clock.now),
    place: createCensus(DEFAULT_CAPS).enter("192.0.2.1"),
    bufferedBytes: DEFAULT_CAPS["buffered-bytes"],
    timers,
    onCapped: () => {},
  });
}

/** The last frame of a generator that has nothing left to yield. */
const theRest = (begin: (tell: (item: string) => void) => () => void) => ({
  id: 1,
  result: { type: "data", data: tellDirectly(begin) },
});

test("what a socket is told directly is stopped when it goes", () => {
  const socket = createSocket({ drops: false });
  let stopped = 0;
  const stop = () => {
    stopped += 1;
  };
  socket.send(theRest(() => stop));
  expect(stopped).toBe(0);
  socket.gone();
  expect(stopped).toBe(1);
});

test("a socket that goes while it is told the first of it is told no more", () => {
  const socket = createSocket({ drops: true });
  let stopped = 0;
  const stop = () => {
    stopped += 1;
  };
  socket.send(
    theRest(tell => {
      tell("more than it can take");
      return stop;
    }),
  );
  expect(stopped).toBe(1);
});

test("a socket that is gone begins nothing", () => {
  const socket = createSocket({ drops: false });
  socket.gone();
  let begun = 0;
  socket.send(
    theRest(() => {
      begun += 1;
      return () => {};
    }),
  );
  expect(begun).toBe(0);
});
