import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "./trpc.ts";

/** What the map is drawn from; read once. */
export const useMapConfig = () =>
  useQuery(useTRPC().maps.config.queryOptions(undefined, { staleTime: Number.POSITIVE_INFINITY }));
