import { expect, test } from "bun:test";
import { createTRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { createFollowings } from "../../../src/sdk/followings.ts";
import { createMedexClient } from "../../../src/sdk/index.ts";
import { repeatLink } from "../../../src/sdk/retry.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import { TrackingToken } from "../../../src/shared/ids.ts";
import { waitFor } from "../../support/wait-for.ts";

const token = TrackingToken.parse("x".repeat(32));

const REFUSAL = {
  code: -32_029,
  message: "Wait",
  data: { appCode: "TOO_MANY_REQUESTS", details: { seconds: 60 } },
};

/** A client of a service that turns everybody away for a minute. */
function turnedAway() {
  const asked = { times: 0, left: 0 };
  const link: TRPCLink<AppRouter> = () => () =>
    observable(observer => {
      asked.times += 1;
      observer.error(TRPCClientError.from({ error: REFUSAL as never }));
    });
  const followings = createFollowings();
  const client = createTRPCClient<AppRouter>({ links: [followings.link, repeatLink(), link] });
  return { client, followings, asked };
}

test("a subscription that waits for another try is ended with the others, and says so once", () => {
  const { client, followings, asked } = turnedAway();
  const said: string[] = [];
  const tell = { onComplete: () => said.push("complete"), onError: () => said.push("error") };
  client.tracking.watch.subscribe({ token }, tell);
  client.tracking.watch.subscribe({ token }, tell).unsubscribe();
  expect(asked.times).toBe(2);
  followings.end();
  followings.end();
  expect(said).toEqual(["complete"]);
});

test("a client that is closed has nothing that waits", async () => {
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, self) => (self.upgrade(request) ? undefined : new Response(null, { status: 404 })),
    websocket: {
      message(socket, text) {
        const { id, method } = JSON.parse(String(text));
        if (method === "subscription") socket.send(JSON.stringify({ id, error: REFUSAL }));
      },
    },
  });
  let heard = 0;
  const onHeard = () => {
    heard += 1;
  };
  const medex = createMedexClient({ url: server.url.href, onHeard });
  const said: string[] = [];
  medex.tracking.watch.subscribe(
    { token },
    { onComplete: () => said.push("complete"), onError: () => said.push("error") },
  );
  await waitFor("the refusal", () => heard > 0);
  await medex.close();
  expect(said).toEqual(["complete"]);
});
