import type { Operation, OperationResultEnvelope } from "@trpc/client";

/** Where a subscription is. Whoever begins it anew on the way asks for what comes behind that. */
export type Place = {
  /** Notes the event that has arrived, if it is one that says where it stands. */
  reach(envelope: OperationResultEnvelope<unknown, unknown>): void;
  /** The same operation behind the last event. */
  behind(op: Operation): Operation;
};

export function createPlace(): Place {
  let lastEventId: string | undefined;
  return {
    reach({ result }) {
      if ("id" in result && typeof result.id === "string") lastEventId = result.id;
    },
    behind: op =>
      lastEventId === undefined ? op : { ...op, input: { ...(op.input as object), lastEventId } },
  };
}
