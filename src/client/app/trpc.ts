import { createTRPCContext } from "@trpc/tanstack-react-query";
// The one door to the server: types only, nothing of it is bundled.
import type { AppRouter } from "../../server/trpc/router.ts";

/** `useTRPC()` gives the options of every query and mutation for React Query; `useTRPCClient()` the client itself. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
