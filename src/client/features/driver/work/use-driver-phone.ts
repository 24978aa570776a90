import { createContext, use, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useConnection, useMe } from "../../../app/providers.tsx";
import { type DriverPhone, openDriverPhone } from "../phone/driver-phone.ts";

type Opening = { phone: DriverPhone | null; failure: unknown };

/** Opens this phone's store for its driver; closes it when he leaves. */
export function useOpenPhone(): Opening {
  const connection = useConnection();
  const me = useMe();
  const latestMe = useRef(me);
  latestMe.current = me;
  const [opening, setOpening] = useState<Opening>({ phone: null, failure: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each renewal brings `me` anew; another driver opens anew
  useEffect(() => {
    let isGone = false;
    let opened: DriverPhone | undefined;
    openDriverPhone(connection, latestMe.current).then(
      phone => {
        if (isGone) return phone.close();
        opened = phone;
        setOpening({ phone, failure: null });
      },
      failure => !isGone && setOpening({ phone: null, failure }),
    );
    return () => {
      isGone = true;
      opened?.close();
    };
  }, [connection, me.id]);
  return opening;
}

const PhoneContext = createContext<DriverPhone | null>(null);
export const PhoneProvider = PhoneContext.Provider;

/** This driver's phone; only below `DriverFrame`. */
export function usePhone(): DriverPhone {
  const phone = use(PhoneContext);
  if (!phone) throw new Error("usePhone needs <DriverFrame> above it");
  return phone;
}

export function useOutbox() {
  const { outbox } = usePhone();
  return useSyncExternalStore(outbox.subscribe, outbox.get);
}

export function useTracker() {
  const { tracker } = usePhone();
  return useSyncExternalStore(tracker.subscribe, tracker.get);
}

export function useRun() {
  const { run } = usePhone();
  return useSyncExternalStore(run.subscribe, run.get);
}
