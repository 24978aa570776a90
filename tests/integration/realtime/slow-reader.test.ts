import { expect, test } from "bun:test";
import type { LiveMessage } from "../../../src/shared/events.ts";
import { vendorRoom } from "../../../src/shared/events.ts";
import { DriverId } from "../../../src/shared/ids.ts";
import { createTestApp } from "../../support/harness.ts";
import { createPeople } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { createEventWriter } from "./event-writer.ts";
import { openRaw, type RawSocket } from "./raw-socket.ts";
import { connectClient, serveSockets } from "./socket-server.ts";

const FLEET = 500;

test("a reader that does not read is sent away, and the others get every frame", async () => {
  await using app = await createTestApp("realtime_slow");
  const vendor = await createPeople(app).aVendor();
  const token = vendor.credentials.accessToken;
  const room = vendorRoom(vendor.vendorId);
  await using server = serveSockets(app);
  await using client = connectClient({ port: server.port, token: () => token });
  const frames: (readonly LiveMessage[])[] = [];
  const subscription = client.api.realtime.vendorLocations.subscribe(
    { vendorId: vendor.vendorId },
    { onData: frame => frames.push(frame) },
  );
  await waitFor("the quick one to listen", () => frames.length === 1);

  const slow = await openRaw(server.port, "?connectionParams=1");
  slow.send(JSON.stringify({ method: "connectionParams", data: { token } }));
  const path = "realtime.vendorLocations";
  const input = { vendorId: vendor.vendorId };
  slow.send(JSON.stringify({ id: 1, method: "subscription", params: { path, input } }));
  await slow.until('"data":[]');
  slow.pause();
  expect(server.sockets.stats()).toEqual({ connections: 2, openRequests: 2 });

  const drivers = Array.from({ length: FLEET }, () => DriverId.parse(crypto.randomUUID()));
  let sent = 0;
  const heap = process.memoryUsage().rss;
  while (server.sockets.stats().openRequests === 2) {
    if (sent > 2_000) throw new Error("The slow reader was never sent away");
    const timestamp = app.time.clock.now().toISOString();
    app.platform.liveBus.publish(
      drivers.map(driverId => ({
        vendorId: vendor.vendorId,
        rooms: [room],
        message: {
          type: "driver_location",
          isCarrying: true,
          driverId,
          latitude: 60.17,
          longitude: 24.94,
          timestamp,
          speed: null,
          heading: null,
          accuracy: null,
        },
      })),
    );
    sent += 1;
    app.time.advance(250);
    await waitFor("the quick one to have the frame", () => frames.length === sent + 1);
  }
  expect(frames.slice(1).every(frame => frame.length === FLEET)).toBe(true);
  // What it did not read was bounded by the kernel's buffers and 1 MiB of ours.
  expect((process.memoryUsage().rss - heap) / 1024 / 1024).toBeLessThan(100);

  // The peer is still there and still does not read; it is given five seconds to take the close frame.
  app.time.advance(6_000);
  await waitFor("the slow one to be gone", () => server.sockets.stats().connections === 1);
  subscription.unsubscribe();
  await waitFor("all requests to be over", () => server.sockets.stats().openRequests === 0);
  slow.end();
});

test("a reader of events who was sent away for not reading goes on behind the last one that had reached him", async () => {
  await using app = await createTestApp("realtime_slow_events");
  const vendor = await createPeople(app).aVendor();
  const capped: string[] = [];
  await using server = serveSockets(app, {
    caps: { "buffered-bytes": 16 * 1024 },
    onCapped: cap => capped.push(cap),
  });
  const { vendorId } = vendor;
  const follow = async (lastEventId?: string) => {
    const raw = await openRaw(server.port, "?connectionParams=1");
    const { accessToken: token } = vendor.credentials;
    raw.send(JSON.stringify({ method: "connectionParams", data: { token } }));
    const params = { path: "realtime.vendor", input: { vendorId, lastEventId } };
    raw.send(JSON.stringify({ id: 1, method: "subscription", params }));
    await raw.until('"started"');
    return raw;
  };
  const slow = await follow();
  await slow.until('"ready"');
  slow.pause();
  const writer = createEventWriter(app, vendorId);
  let told = 0;
  const stopCounting = app.log.listen(vendorRoom(vendorId), () => {
    told += 1;
  });
  while (capped.length === 0) {
    if (writer.written() > 50_000) throw new Error("The slow reader was never sent away");
    await writer.write(200);
    // A log that is behind would let him miss more than a reader is told.
    await waitFor("the log to have them", () => told === writer.written());
  }
  stopCounting();
  expect(capped).toEqual(["buffered-bytes"]);
  await writer.write(3);

  slow.resume();
  const before = await eventsOf(slow, () => false);
  expect(before.length).toBeGreaterThan(0);
  const back = await follow(before.at(-1)?.id);
  const rest = writer.written() - before.length;
  const after = await eventsOf(back, count => count === rest);
  expect([...before, ...after].map(({ seq }) => seq)).toEqual(
    Array.from({ length: writer.written() }, (_, index) => index + 1),
  );
  back.end();
}, 60_000);

/** The events that come through a socket, until it closes or there are enough of them. */
async function eventsOf(raw: RawSocket, isEnough: (count: number) => boolean) {
  const events: { id: string; seq: number }[] = [];
  while (!isEnough(events.length)) {
    const text = await raw.next();
    if (text === "") break;
    const { result } = JSON.parse(text) as { result?: { id?: string; data?: { data: { seq: number } } } };
    if (result?.id && result.data) events.push({ id: result.id, seq: result.data.data.seq });
  }
  return events;
}
