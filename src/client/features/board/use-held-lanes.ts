import { useMemo, useRef, useState } from "react";
import type { OrderId } from "../../../shared/ids.ts";
import type { OrderView } from "../../../shared/orders/order.schema.ts";
import { LANES, type LaneName, type Lanes } from "./lanes.ts";

type Layout = Record<LaneName, OrderId[]>;

const layoutOf = (lanes: Lanes): Layout => ({
  attention: lanes.attention.map(({ id }) => id),
  waiting: lanes.waiting.map(({ id }) => id),
  road: lanes.road.map(({ id }) => id),
  done: lanes.done.map(({ id }) => id),
});

/**
 * Nothing moves under the pointer: while the list is held, rows keep their places, what they say goes on changing,
 * and what is new waits to be let in. `filterKey` changes when the reader himself asks for other rows.
 */
export function useHeldLanes(fresh: Lanes, isHeld: boolean, filterKey: string) {
  const layout = useRef<Layout>(layoutOf(fresh));
  const keyOfLayout = useRef(filterKey);
  const [, letIn] = useState(0);
  if (!isHeld || keyOfLayout.current !== filterKey || isEmpty(layout.current)) {
    layout.current = layoutOf(fresh);
    keyOfLayout.current = filterKey;
  }
  const held = layout.current;
  const lanes = useMemo(() => arrange(fresh, held), [fresh, held]);
  const placed = new Set(LANES.flatMap(({ name }) => held[name]));
  const waiting = LANES.flatMap(({ name }) => fresh[name]).filter(({ id }) => !placed.has(id)).length;
  return {
    lanes,
    /** How many rows wait to be let in. */
    waiting,
    release: () => {
      layout.current = layoutOf(fresh);
      letIn(count => count + 1);
    },
  };
}

const isEmpty = (layout: Layout) => LANES.every(({ name }) => layout[name].length === 0);

function arrange(fresh: Lanes, layout: Layout): Lanes {
  const byId = new Map<OrderId, OrderView>();
  for (const { name } of LANES) for (const order of fresh[name]) byId.set(order.id, order);
  const rows = (ids: OrderId[]) => ids.flatMap(id => byId.get(id) ?? []);
  return {
    attention: rows(layout.attention),
    waiting: rows(layout.waiting),
    road: rows(layout.road),
    done: rows(layout.done),
  };
}
