import {
  WatchDriverInput,
  WatchOrderInput,
  WatchVendorInput,
  WatchVendorLocationsInput,
} from "../../../shared/events.ts";
import { requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";
import { stream } from "../../trpc/stream.ts";
import { trackedStream } from "../../trpc/tracked-stream.ts";

export const realtimeRouter = router({
  vendor: requires("realtime.vendor")
    .input(WatchVendorInput)
    .subscription(({ ctx, input, signal }) =>
      trackedStream(ctx.realtime.vendor(ctx.actor, { ...input, signal, tellDirectly: ctx.tellDirectly })),
    ),

  order: requires("realtime.order")
    .input(WatchOrderInput)
    .subscription(({ ctx, input, signal }) =>
      trackedStream(ctx.realtime.order(ctx.actor, { ...input, signal })),
    ),

  driver: requires("realtime.driver")
    .input(WatchDriverInput)
    .subscription(({ ctx, input, signal }) =>
      trackedStream(ctx.realtime.driver(ctx.actor, { ...input, signal })),
    ),

  vendorLocations: requires("realtime.vendor")
    .input(WatchVendorLocationsInput)
    .subscription(({ ctx, input, signal }) =>
      stream(ctx.realtime.vendorLocations(ctx.actor, { ...input, signal, tellDirectly: ctx.tellDirectly })),
    ),

  orderLocations: requires("realtime.order")
    .input(WatchOrderInput)
    .subscription(({ ctx, input, signal }) =>
      stream(ctx.realtime.orderLocations(ctx.actor, { ...input, signal })),
    ),

  driverLocations: requires("realtime.driver")
    .input(WatchDriverInput)
    .subscription(({ ctx, input, signal }) =>
      stream(ctx.realtime.driverLocations(ctx.actor, { ...input, signal })),
    ),
});
