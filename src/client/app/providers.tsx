import { QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useSyncExternalStore } from "react";
import { isTransient, type SessionState } from "../../sdk/index.ts";
import type { Me } from "../../shared/auth/auth.schema.ts";
import type { DriverId, OrderId } from "../../shared/ids.ts";
import type { Connection } from "./connection.ts";
import { useEtaOf, usePositionOf, usePositionsOf, usePresenceOf, useWatchersOf } from "./live-store.ts";
import { useLivenessOf } from "./liveness.ts";
import { TRPCProvider } from "./trpc.ts";

const ConnectionContext = createContext<Connection | null>(null);

/** What every screen stands on. */
export function Providers({ connection, children }: { connection: Connection; children: ReactNode }) {
  const { queries, medex, liveness } = connection;
  useEffect(() => {
    const settle = () => liveness.online(navigator.onLine);
    settle();
    window.addEventListener("online", settle);
    window.addEventListener("offline", settle);
    return () => {
      window.removeEventListener("online", settle);
      window.removeEventListener("offline", settle);
    };
  }, [liveness]);
  useEffect(() => readAgainOnceHeard(connection), [connection]);
  return (
    <ConnectionContext value={connection}>
      <QueryClientProvider client={queries}>
        <TRPCProvider queryClient={queries} trpcClient={medex}>
          {children}
        </TRPCProvider>
      </QueryClientProvider>
    </ConnectionContext>
  );
}

/** What could not be read while nobody answered is read again once somebody does. */
function readAgainOnceHeard({ queries, liveness }: Connection): () => void {
  let wasOpen = false;
  return liveness.subscribe(() => {
    const isOpen = liveness.get().connection === "open";
    if (isOpen && !wasOpen)
      void queries.refetchQueries({
        type: "active",
        predicate: ({ state: { status, error } }) => status === "error" && isTransient(error),
      });
    wasOpen = isOpen;
  });
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

const PresumedContext = createContext<Me | null>(null);
/** Whom this device takes to be there while the service cannot be asked. */
export const PresumedProvider = PresumedContext.Provider;

/** Who is signed in, or presumed to be as long as the service cannot say; null: nobody. */
export function useAccount(): Me | null {
  const session = useSession();
  const presumed = use(PresumedContext);
  if (session.status === "signedIn") return session.credentials.user;
  return session.status === "unknown" ? presumed : null;
}

/** The account whose screens these are; only below `RequireRole`, which does not render anybody else. */
export function useMe(): Me {
  const account = useAccount();
  if (!account) throw new Error("useMe needs <RequireRole> above it");
  return account;
}

/** The socket as it is: for `LiveStrip`. */
export const useLiveness = () => useLivenessOf(useConnection().liveness);

/** Every live position; the caller renders with each frame, so the map takes `useConnection().live` instead. */
export const usePositions = () => usePositionsOf(useConnection().live);

export const usePosition = (driverId: DriverId | null) => usePositionOf(useConnection().live, driverId);

/** A newer arrival time than the order's own, or undefined. */
export const useLiveEta = (orderId: OrderId | null) => useEtaOf(useConnection().live, orderId);

/** Whether a driver can be reached, as last told by the server; undefined until it has. */
export const usePresence = (driverId: DriverId) => usePresenceOf(useConnection().live, driverId);

/** How many have an order's tracking page open now. */
export const useWatchers = (orderId: OrderId) => useWatchersOf(useConnection().live, orderId);
