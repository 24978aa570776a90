import { type TrackedEnvelope, tracked } from "@trpc/server";
import { stream } from "./stream.ts";

/** A resumable subscription: every message carries its cursor, for an untracked one would reset the client's. */
export async function* trackedStream<Message>(
  source: AsyncIterable<{ cursor: string; message: Message }>,
): AsyncGenerator<TrackedEnvelope<Message>, void, unknown> {
  for await (const { cursor, message } of stream(source)) yield tracked(cursor, message);
}
