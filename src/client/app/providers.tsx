import { QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useSyncExternalStore } from "react";
import type { SessionState } from "../../sdk/index.ts";
import type { Me } from "../../shared/auth/auth.schema.ts";
import type { DriverId, OrderId } from "../../shared/ids.ts";
import { Toaster } from "../ui/toast.tsx";
import type { Connection } from "./connection.ts";
import { useEtaOf, usePositionOf, usePositionsOf } from "./live-store.ts";
import { useLivenessOf } from "./liveness.ts";
import { TRPCProvider } from "./trpc.ts";

const ConnectionContext = createContext<Connection | null>(null);

/** What every screen stands on. */
export function Providers({ connection, children }: { connection: Connection; children: ReactNode }) {
  const { queries, medex, liveness } = connection;
  useEffect(() => {
    const settle = () => liveness.online(navigator.onLine);
    window.addEventListener("online", settle);
    window.addEventListener("offline", settle);
    return () => {
      window.removeEventListener("online", settle);
      window.removeEventListener("offline", settle);
    };
  }, [liveness]);
  return (
    <ConnectionContext value={connection}>
      <QueryClientProvider client={queries}>
        <TRPCProvider queryClient={queries} trpcClient={medex}>
          {children}
          <Toaster />
        </TRPCProvider>
      </QueryClientProvider>
    </ConnectionContext>
  );
}

export function useConnection(): Connection {
  const connection = use(ConnectionContext);
  if (!connection) throw new Error("useConnection needs <Providers> above it");
  return connection;
}

export function useSession(): SessionState {
  const { session } = useConnection().medex;
  return useSyncExternalStore(session.subscribe, session.get);
}

/** The signed-in account; only below `RequireRole`, which does not render anybody else. */
export function useMe(): Me {
  const state = useSession();
  if (state.status !== "signedIn") throw new Error("useMe needs <RequireRole> above it");
  return state.credentials.user;
}

/** The socket as it is: for `LiveStrip`. */
export const useLiveness = () => useLivenessOf(useConnection().liveness);

/** Every live position; the caller renders with each frame, so the map takes `useConnection().live` instead. */
export const usePositions = () => usePositionsOf(useConnection().live);

export const usePosition = (driverId: DriverId | null) => usePositionOf(useConnection().live, driverId);

/** A newer arrival time than the order's own, or undefined. */
export const useLiveEta = (orderId: OrderId) => useEtaOf(useConnection().live, orderId);
