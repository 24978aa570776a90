import type { OrderId } from "../../../../shared/ids.ts";
import { type HandedOver, withHandedOver } from "./run.ts";

type Shelf = {
  read(): Promise<HandedOver[]>;
  write(run: readonly HandedOver[]): Promise<void>;
};

/** The parcels of this run, surviving a reload. */
export async function createRunBook(shelf: Shelf) {
  let run: readonly HandedOver[] = await shelf.read();
  const listeners = new Set<() => void>();
  const become = (next: readonly HandedOver[]) => {
    run = next;
    for (const listener of listeners) listener();
    return shelf.write(next);
  };
  return {
    get: () => run,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    handedOver: (parcel: HandedOver): Promise<void> => become(withHandedOver(run, parcel)),
    /** The server did not accept it: it was not handed over after all. */
    takeBack: (orderId: OrderId): void => {
      if (run.some(parcel => parcel.orderId === orderId))
        void become(run.filter(parcel => parcel.orderId !== orderId));
    },
  };
}
