import { atRest, table } from "../measure.ts";
import { startLoad } from "./load.ts";
import { costOf } from "./machine.ts";
import { startLimits } from "./peers.ts";
import { startProduct, type World } from "./product.ts";
import { percent, type Stage, verdict } from "./stage.ts";

/*
 * Ten thousand subscribers, each with an account and a session of his own, who hear nothing: what each holds in memory
 * and what looking after them costs. Then half of them lose the network at once, and come back at once.
 */

const SUBSCRIBERS = Number(process.env.BENCH_SUBSCRIBERS ?? 10_000);
const RECONNECTING = SUBSCRIBERS / 2;
const BUSINESSES = 100;
/** Committed while they are away, in turn of each business. */
const MISSED = 500;
const QUIET_SECONDS = 15;
const AT_ONCE = 200;
const AIM = { kilobytes: 15, backSeconds: 10 };

export async function idle({ database }: Stage, world: World): Promise<void> {
  const vendorIds = world.vendorIds.slice(0, BUSINESSES);
  const accounts = await Promise.all(
    vendorIds.map(vendorId => world.members(vendorId, SUBSCRIBERS / BUSINESSES)),
  );
  // In turn: the first of each business, the second of each ...
  const tokens = Array.from(
    { length: SUBSCRIBERS },
    (_, number) => accounts[number % BUSINESSES]?.[Math.floor(number / BUSINESSES)]?.token ?? "",
  );
  await using server = await startProduct({ database });
  await using load = startLoad();
  const empty = await atRest(server.pid);
  const crowd = {
    host: "127.0.0.1",
    port: server.port,
    count: SUBSCRIBERS,
    atOnce: AT_ONCE,
    plan: {
      protocol: "product" as const,
      tokens,
      procedures: [{ path: "realtime.vendor", input: {} }],
      inputs: vendorIds.map(vendorId => ({ vendorId })),
    },
  };
  const opening = await costOf(server.pid, () => load.ask({ do: "open", crowd }));
  const quiet = await costOf(server.pid, () => Bun.sleep(QUIET_SECONDS * 1_000));
  const full = await atRest(server.pid);
  const kilobytes = kilobytesEach(empty, full);

  await load.ask({ do: "cut", count: RECONNECTING });
  const from = { source: "commits" as const, mongodbUrl: database.url, vendorIds };
  const returning = await costOf(server.pid, () =>
    load.ask({ do: "missAndComeBack", from, events: MISSED, viewersEach: SUBSCRIBERS / BUSINESSES }),
  );
  const bare = await bareSockets();
  const { missed, back } = returning.answer;
  const each = MISSED / BUSINESSES;
  const isWhole = missed.fewest === each && missed.most === each;

  console.log(`### Ten thousand subscribers\n
${SUBSCRIBERS} sockets, each with a session of its own and one subscription, in ${BUSINESSES} businesses. ${RECONNECTING} are cut off at once
and come back at once; ${MISSED} events are committed meanwhile.
`);
  console.log(
    table(
      ["", "measured"],
      [
        ["memory of an idle subscriber", `${kilobytes.toFixed(1)} kB`],
        ["of a bare socket of Bun, subscribed to a topic", `${bare.toFixed(1)} kB`],
        ["of a core while nothing happens", percent(quiet.cpu / quiet.seconds)],
        [
          `until ${SUBSCRIBERS} are in, ${AT_ONCE} at once`,
          `${(opening.answer.ms / 1_000).toFixed(1)} s, ${((opening.cpu / SUBSCRIBERS) * 1e3).toFixed(2)} ms of a core each`,
        ],
        [
          `until ${RECONNECTING} are in again`,
          `${(back.ms / 1_000).toFixed(1)} s, ${((returning.cpu / RECONNECTING) * 1e3).toFixed(2)} ms of a core each`,
        ],
        ["events heard, by who heard least and most", `${missed.fewest} and ${missed.most} of ${each}`],
      ],
    ),
  );
  const seconds = back.ms / 1_000;
  console.log(`
Aims: at most ${AIM.kilobytes} kB, all back within ${AIM.backSeconds} s, nothing lost or heard twice. Measured: ${verdict(`${kilobytes.toFixed(1)} kB`, kilobytes <= AIM.kilobytes)}, ${verdict(`${seconds.toFixed(1)} s`, seconds <= AIM.backSeconds)}, ${isWhole ? "met" : "missed"}.
`);
}

/** From the memory of the process in MB, without them and with them. */
const kilobytesEach = (empty: number, full: number): number => ((full - empty) * 1024) / SUBSCRIBERS;

/** The limit: as many sockets of which the server knows nothing but that they are there. */
async function bareSockets(): Promise<number> {
  await using server = await startLimits("publish");
  await using load = startLoad();
  const empty = await atRest(server.pid);
  const plan = { protocol: "plain" as const, path: "/" };
  await load.ask({
    do: "open",
    crowd: { host: "127.0.0.1", port: server.port, count: SUBSCRIBERS, atOnce: AT_ONCE, plan },
  });
  await Bun.sleep(QUIET_SECONDS * 1_000);
  return kilobytesEach(empty, await atRest(server.pid));
}
