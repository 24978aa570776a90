/*
 * Many clients of one business, each with the SDK's own transport: `bun crowd.program.ts <url> <vendor id> <how many>`, with
 * the access token in CROWD_TOKEN. Answers each message of its parent with a CrowdReport.
 */
import { createTRPCClient } from "@trpc/client";
import { repeatLink } from "../../src/sdk/retry.ts";
import { createTransport } from "../../src/sdk/transport.ts";
import type { AppRouter } from "../../src/server/trpc/router.ts";
import { type CrowdReport, nextDigest } from "./crowd.ts";
import { waitFor } from "./wait-for.ts";

const [url = "", vendorId = "", howMany = "0"] = process.argv.slice(2);
const token = process.env.CROWD_TOKEN ?? "";
/** So many are let in at a time. */
const AT_ONCE = 50;

const attempts: number[] = [];
class CountedSocket extends WebSocket {
  constructor(address: string | URL, protocols?: string | string[]) {
    attempts.push(performance.now());
    super(address, protocols);
  }
}

type Client = { began: string; isLive: boolean; heard: number; digest: bigint };
const clients: Client[] = [];
let resyncs = 0;
let errors = 0;

function begin(): Client {
  const client: Client = { began: "", isLive: false, heard: 0, digest: 0n };
  const { link } = createTransport({
    url,
    freshToken: async () => token,
    WebSocket: CountedSocket,
    onConnection: () => {
      client.isLive = false;
    },
  });
  createTRPCClient<AppRouter>({ links: [repeatLink(), link] }).realtime.vendor.subscribe(
    { vendorId },
    {
      onStarted: () => {
        client.isLive = true;
      },
      onData({ id, data }) {
        if (data.type === "ready") client.began = id;
        else if (data.type === "resync") resyncs += 1;
        else {
          client.heard += 1;
          client.digest = nextDigest(client.digest, id);
        }
      },
      onError: () => {
        errors += 1;
      },
    },
  );
  return client;
}

function report(): CrowdReport {
  const heard = clients.map(client => client.heard).sort((a, b) => a - b);
  return {
    live: clients.filter(({ isLive, began }) => isLive && began !== "").length,
    began: clients[0]?.began ?? "",
    heardByHalf: heard[Math.floor(heard.length / 2)] ?? 0,
    heardByAll: heard[0] ?? 0,
    digests: [...new Set(clients.map(({ digest }) => String(digest)))],
    resyncs,
    errors,
    attempts: attempts.splice(0),
  };
}

process.on("message", () => process.send?.(report()));
process.on("disconnect", () => process.exit());
while (clients.length < Number(howMany)) {
  const next = Array.from({ length: AT_ONCE }, begin);
  clients.push(...next);
  await waitFor("the next to be let in", () => next.every(({ began }) => began !== ""), 60_000);
}
