import { Redis } from "ioredis";
import { MongoClient } from "mongodb";

/*
 * What Bun can do at most: whatever comes in goes to everybody, as it is. `/publish` and `/loop` are the two ways of
 * telling all sockets. Events come by POST, stored first with `?durable`; from a Redis channel; or from a change stream.
 */

const { PORT, WAY = "loop", REDIS_URL, MONGODB_URL, FOLLOW } = process.env;
const ROOM = "room";

const mongo = MONGODB_URL ? await MongoClient.connect(MONGODB_URL) : null;
const stored = mongo?.db().collection("benchPositions", { writeConcern: { w: "majority", journal: true } });
const sockets = new Set<Bun.ServerWebSocket>();

const tell: (text: string) => void =
  WAY === "publish"
    ? text => void server.publish(ROOM, text)
    : text => {
        for (const socket of sockets) socket.send(text);
      };

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(PORT),
  routes: {
    "/readyz": () => new Response("ok"),
    "/positions": {
      async POST(request) {
        const text = await request.text();
        if (stored && new URL(request.url).searchParams.has("durable"))
          await stored.insertOne(JSON.parse(text));
        tell(text);
        return new Response(null, { status: 204 });
      },
    },
  },
  fetch: (request, self) => (self.upgrade(request) ? undefined : new Response(null, { status: 404 })),
  websocket: {
    open(socket) {
      sockets.add(socket);
      socket.subscribe(ROOM);
      socket.send("in");
    },
    message() {},
    close: socket => void sockets.delete(socket),
  },
});

if (REDIS_URL) {
  const redis = new Redis(REDIS_URL);
  redis.on("message", (_, text) => tell(text));
  await redis.subscribe("bench");
}
if (mongo && FOLLOW) {
  const changes = mongo
    .db()
    .collection(FOLLOW)
    .watch([{ $match: { operationType: "insert" } }]);
  changes.on("change", change => {
    if (change.operationType === "insert") tell(JSON.stringify(change.fullDocument.payload));
  });
}
