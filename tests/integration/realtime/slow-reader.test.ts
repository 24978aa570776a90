import { expect, test } from "bun:test";
import type { LiveMessage } from "../../../src/shared/events.ts";
import { vendorRoom } from "../../../src/shared/events.ts";
import { DriverId } from "../../../src/shared/ids.ts";
import { createTestApp } from "../../support/harness.ts";
import { createPeople } from "../../support/people.ts";
import { waitFor } from "../../support/wait-for.ts";
import { openRaw } from "./raw-socket.ts";
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
