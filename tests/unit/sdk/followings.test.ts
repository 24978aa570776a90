import { expect, test } from "bun:test";
import { createTRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { createFollowings } from "../../../src/sdk/followings.ts";
import { repeatLink } from "../../../src/sdk/retry.ts";
import type { AppRouter } from "../../../src/server/trpc/router.ts";
import { TrackingToken } from "../../../src/shared/ids.ts";

const token = TrackingToken.parse("x".repeat(32));

/** A client of a service that turns everybody away for a minute. */
function turnedAway() {
  const asked = { times: 0, left: 0 };
  const refusal = {
    code: -32_000,
    message: "Wait",
    data: { appCode: "TOO_MANY_REQUESTS", details: { seconds: 60 } },
  };
  const link: TRPCLink<AppRouter> = () => () =>
    observable(observer => {
      asked.times += 1;
      observer.error(TRPCClientError.from({ error: refusal as never }));
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

test("what it waits for keeps no program from ending", async () => {
  const source = `
    import { createMedexClient } from "./src/sdk/index.ts";
    const medex = createMedexClient({ url: "http://127.0.0.1:1", fetch: async () => { throw new TypeError("nobody") } });
    medex.tracking.watch.subscribe({ token: "${token}" }, { onError: () => {} });
    await medex.close();
    console.log("closed");
  `;
  const program = Bun.spawn([process.execPath, "-e", source], { stdout: "pipe", stderr: "pipe" });
  expect(await program.exited).toBe(0);
  expect(await new Response(program.stdout).text()).toBe("closed\n");
}, 20_000);
