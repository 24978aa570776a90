import { connect } from "node:net";

/** Sends these very bytes and answers everything that comes back until the server closes. */
export function rawHttp(port: number, request: string | Uint8Array): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = "";
  const socket = connect(port, "127.0.0.1", () => socket.write(request));
  socket.on("data", chunk => {
    answer += chunk.toString();
  });
  socket.on("error", reject);
  socket.on("close", () => resolve(answer));
  return promise;
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
