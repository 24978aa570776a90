import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import type { WorkItem } from "../../../../shared/assignments/assignment.schema.ts";
import type { VendorId } from "../../../../shared/ids.ts";
import { useMe } from "../../../app/providers.tsx";
import { useDriverEvents } from "../../../app/realtime/use-realtime.ts";
import { useTRPC } from "../../../app/trpc.ts";
import { takenBack, workOf } from "./stops.ts";
import { useOutbox, usePhone, useRun } from "./use-driver-phone.ts";

/** The driver's own profile with his duty. */
export function useDriver() {
  return useQuery(useTRPC().drivers.me.queryOptions());
}

/** Whom the driver works for, in words that read well before the name is known. */
export function useVendorName(vendorId: VendorId): string {
  const vendor = useQuery(useTRPC().vendors.get.queryOptions({ vendorId }));
  return vendor.data?.businessName ?? "Your dispatcher";
}

/** Offers and stops as they stand with what waits on the phone; `asOfMs` is when the service last told them. */
export function useWork() {
  const mine = useQuery(useTRPC().assignments.mine.queryOptions());
  const { waiting } = useOutbox();
  const items = mine.data?.items;
  const work = useMemo(() => (items ? workOf(items, waiting) : null), [items, waiting]);
  return { work, items, asOfMs: mine.dataUpdatedAt, error: mine.error, refetch: mine.refetch };
}

/** Follows the driver's events while the frame is on the screen; a new offer is heard. */
export function useFollowWork() {
  const { driverId } = useMe();
  const { signal, measureClock, outbox } = usePhone();
  useDriverEvents(driverId, message => {
    if (message.type === "ready" || message.type === "resync") outbox.kick();
    if (message.type !== "new_assignment") return;
    signal.play();
    measureClock();
  });
}

/** Parcels that were taken back from this driver since he last confirmed it. */
export function useTakenBack(): { gone: readonly WorkItem[]; dismiss: () => void } {
  const { items } = useWork();
  const { waiting } = useOutbox();
  const run = useRun();
  const before = useRef<readonly WorkItem[] | null>(null);
  const [gone, setGone] = useState<readonly WorkItem[]>([]);
  useEffect(() => {
    if (!items) return;
    if (before.current) {
      const handedOver = new Set<string>([
        ...run.map(({ orderId }) => orderId),
        ...waiting.filter(({ step }) => step.kind === "deliver").map(({ orderId }) => orderId),
      ]);
      const lost = takenBack(before.current, items, handedOver);
      if (lost.length) setGone(known => [...known, ...lost]);
    }
    before.current = items;
  }, [items, run, waiting]);
  return { gone, dismiss: () => setGone([]) };
}
