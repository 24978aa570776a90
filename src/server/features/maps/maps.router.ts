import {
  AutocompleteInput,
  GeocodeInput,
  MatrixInput,
  ReverseInput,
  RouteInput,
} from "../../../shared/maps/maps.schema.ts";
import { open, requires } from "../../trpc/guards.ts";
import { router } from "../../trpc/init.ts";

export const mapsRouter = router({
  geocode: requires("maps.use", "search")
    .input(GeocodeInput)
    .query(({ ctx, input }) => ctx.maps.geocode(input)),

  autocomplete: requires("maps.use", "search")
    .input(AutocompleteInput)
    .query(({ ctx, input }) => ctx.maps.autocomplete(input)),

  reverse: requires("maps.use", "search")
    .input(ReverseInput)
    .query(({ ctx, input }) => ctx.maps.reverse(input)),

  route: requires("maps.use", "search")
    .input(RouteInput)
    .query(({ ctx, input }) => ctx.maps.route(input, { purpose: "view" })),

  matrix: requires("maps.use", "search")
    .input(MatrixInput)
    .query(({ ctx, input }) => ctx.maps.matrix(input)),

  eta: requires("maps.use", "search")
    .input(RouteInput)
    .query(({ ctx, input }) => ctx.maps.eta(input)),

  config: open("the public tracking page draws the map").query(({ ctx }) => ctx.maps.config()),
});
