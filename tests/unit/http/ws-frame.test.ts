import { expect, test } from "bun:test";
import { frameText } from "../../../src/server/http/live/ws-frame.ts";

const position = { type: "driver_location", latitude: 60.1, note: 'with "quotes"\u2028' };

/** As tRPC makes them, with the fields that it leaves undefined. */
const FRAMES = {
  "the data of a stream": { id: 1, jsonrpc: undefined, result: { type: "data", data: [position] } },
  "an empty frame": { id: 1, result: { type: "data", data: [] } },
  "the data of a stream that can be resumed": {
    id: 7,
    jsonrpc: undefined,
    result: { type: "data", data: { id: "1.2.3", data: position }, id: "1.2.3" },
  },
  "a cursor that has to be escaped": {
    id: 7,
    result: { type: "data", data: { id: 'a"b', data: position }, id: 'a"b' },
  },
  "a number": { id: 2, result: { type: "data", data: 5 } },
  null: { id: 2, result: { type: "data", data: null } },
  nothing: { id: 2, result: { type: "data", data: undefined } },
  "the beginning of a stream": { id: 3, result: { type: "started" } },
  "the end of a stream": { id: 3, result: { type: "stopped" } },
  "an error": { id: 3, error: { message: "no", code: -32_600, data: { appCode: "NOT_FOUND" } } },
  "an id that is text": { id: "3", result: { type: "data", data: [position] } },
};

test.each(Object.entries(FRAMES))("says what JSON would: %s", (_, frame) => {
  for (let time = 0; time < 2; time++)
    expect(JSON.parse(frameText(frame))).toEqual(JSON.parse(JSON.stringify(frame)));
});

test("what many are told is made into text once", () => {
  let made = 0;
  const shared = {
    toJSON() {
      made += 1;
      return "text";
    },
  };
  for (let id = 0; id < 1_000; id++) frameText({ id, result: { type: "data", data: shared } });
  expect(made).toBe(1);
});
