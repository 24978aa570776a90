/*
 * socket.io as its documentation shows it, on Node: a room, and `emit` to it. Events come by POST.
 */
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const http = createServer((request, response) => {
  if (request.url === "/readyz") return response.end("ok");
  let text = "";
  request.on("data", chunk => {
    text += chunk;
  });
  request.on("end", () => {
    io.to("room").emit("position", JSON.parse(text));
    response.writeHead(204).end();
  });
});
const io = new Server(http, { transports: ["websocket"], serveClient: false });
io.on("connection", socket => socket.join("room"));
http.listen(Number(process.env.PORT), "127.0.0.1");
