/*
 * What a viewer says to each contestant, and how he sees that he is in. In every protocol an event carries the time at
 * which it was made as `"timestamp"` or `"at"`, and no two events of a run carry the same: that is how they are told
 * apart without reading the rest.
 */

/** What travels to the load process: everything is data. */
export type ViewerPlan =
  | {
      protocol: "product";
      procedures: { path: string; input: object }[];
      tokens: string[];
      inputs?: object[];
    }
  | { protocol: "plain"; path: string }
  | { protocol: "socket.io" };

export type Dialogue = {
  path: string;
  /** Said as soon as the socket is open. */
  greeting(viewer: number, cursor: string | undefined): string[];
  /** What the server's text asks for, if anything. */
  answer(text: string): string | null;
  /** Which door the text has opened, if any; with so many different ones open the viewer hears everything. */
  opened(text: string): string | null;
  doors: number;
};

export function dialogueOf(plan: ViewerPlan): Dialogue {
  switch (plan.protocol) {
    case "product":
      return {
        path: "/trpc-ws?connectionParams=1",
        greeting: (viewer, cursor) => [
          JSON.stringify({
            method: "connectionParams",
            data: { token: plan.tokens[viewer % plan.tokens.length] },
          }),
          ...plan.procedures.map(({ path, input }, index) =>
            JSON.stringify({
              id: index + 1,
              method: "subscription",
              params: {
                path,
                input: { ...input, ...plan.inputs?.[viewer % plan.inputs.length] },
                lastEventId: cursor,
              },
            }),
          ),
        ],
        answer: text => (text === "PING" ? "PONG" : null),
        // The first data of each subscription comes at once, be it nothing.
        opened: text => /^\{"id":(\d+),.{0,40}"type":"data"/.exec(text)?.[1] ?? null,
        doors: plan.procedures.length,
      };
    case "plain":
      return {
        path: plan.path,
        greeting: () => [],
        answer: () => null,
        opened: text => (text === "in" ? text : null),
        doors: 1,
      };
    case "socket.io":
      return {
        path: "/socket.io/?EIO=4&transport=websocket",
        // Engine.IO 4: 0 open, 2 ping, 3 pong, 4 message; Socket.IO 5: 40 connect, 42 event.
        greeting: () => [],
        answer: text => (text.startsWith("0") ? "40" : text === "2" ? "3" : null),
        opened: text => (text.startsWith("40") ? "40" : null),
        doors: 1,
      };
  }
}

const MADE_AT = /"(?:timestamp|at)": ?"([^"]+)"/g;

/** When the events in a text were made, as they say it, in milliseconds since 1970: each writes times in its own way. */
export const timesIn = (text: string): number[] =>
  Array.from(text.matchAll(MADE_AT), ([, time]) => Date.parse(time ?? ""));

/** Where a resumable stream of the product is with this text. */
export const cursorIn = (text: string): string | undefined => /"data":\{"id":"([\d.]+)"/.exec(text)?.[1];
