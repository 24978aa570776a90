import { createMedexClient, type MedexClient } from "../../src/sdk/index.ts";
import type { DurableMessage, LiveMessage } from "../../src/shared/events.ts";
import type { TrackingMessage } from "../../src/shared/tracking/tracking.schema.ts";
import { PASSWORD, PLACES } from "../support/people.ts";
import type { TestServer } from "../support/process.ts";
import { anOrderFor, type ServerWorld } from "../support/server-world.ts";
import { waitFor } from "../support/wait-for.ts";

/** Until a loss, or its end, is told. */
export const TOLD_MS = 10_000;

/** Somebody who follows everything of a business, and one of its parcels, at one process. */
export class Follower implements AsyncDisposable {
  readonly live: LiveMessage[] = [];
  readonly events: DurableMessage[] = [];
  readonly tracked: TrackingMessage[] = [];

  private constructor(private readonly client: MedexClient) {}

  static async at(server: TestServer, vendorId: string, token: string): Promise<Follower> {
    const client = createMedexClient({ url: server.url });
    const follower = new Follower(client);
    await client.login("vendor@world.test", PASSWORD);
    let isBegun = false;
    client.realtime.vendorLocations.subscribe(
      { vendorId },
      {
        onData: messages => {
          isBegun = true;
          follower.live.push(...messages);
        },
      },
    );
    client.realtime.vendor.subscribe({ vendorId }, { onData: ({ data }) => void follower.events.push(data) });
    client.tracking.watch.subscribe({ token }, { onData: ({ data }) => void follower.tracked.push(data) });
    await waitFor("all to begin", () => isBegun && follower.events.length > 0 && follower.tracked.length > 0);
    return follower;
  }

  /** What it was told of the state of positions, by the board and by the tracking page. */
  states(): boolean[][] {
    return [this.live, this.tracked].map(messages =>
      messages.flatMap(message => (message.type === "live_state" ? [message.isDegraded] : [])),
    );
  }

  hasPositionOf(timestamp: string): boolean {
    return this.live.some(message => message.type === "driver_location" && message.timestamp === timestamp);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}

/** An order from its making to the pickup; every step is acknowledged. */
export async function anOrderOnItsWay({ vendor, vendorId, drivers }: ServerWorld) {
  const [driver] = drivers;
  const { id: orderId, trackingToken } = await vendor.orders.create.mutate(anOrderFor(vendorId));
  await vendor.orders.accept.mutate({ orderId });
  const { assignmentId } = await vendor.orders.assign.mutate({ orderId, driverId: driver?.driverId ?? "" });
  await driver?.client.assignments.accept.mutate({ assignmentId: String(assignmentId) });
  await driver?.client.orders.pickUp.mutate({ orderId });
  return { orderId, token: String(trackingToken) };
}

export async function report({ drivers }: ServerWorld): Promise<string> {
  const { latitude, longitude } = PLACES.pharmacy;
  const timestamp = new Date().toISOString();
  await drivers[0]?.client.drivers.reportLocation.mutate({ points: [{ latitude, longitude, timestamp }] });
  return timestamp;
}

export async function stateAt({ url }: TestServer) {
  const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: { redis: string } };
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const isDegraded = /^medex_live_degraded (\d)$/m.exec(metrics)?.[1];
  return { redis: checks.redis, isDegraded };
}
