import { TrackingInput, WatchTrackingInput } from "../../../shared/tracking/tracking.schema.ts";
import { open } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";
import { trackedStream } from "../../trpc/tracked-stream.ts";
import { callOf } from "../auth/index.ts";

const byToken = open("whoever holds a tracking link may follow its parcel: the token is the key");

export const trackingRouter = router({
  get: byToken
    .input(TrackingInput)
    .query(({ ctx, input }) => ctx.tracking.get({ ...input, call: callOf(ctx.request) })),

  watch: byToken
    .input(WatchTrackingInput)
    .subscription(({ ctx, input, signal }) =>
      trackedStream(ctx.tracking.watch({ ...input, call: callOf(ctx.request), signal })),
    ),
});
