import { ArrowUp, ChevronRight, Inbox, SearchX } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { OrderId } from "../../../shared/ids.ts";
import { useAsOf } from "../../app/realtime/as-of.ts";
import { useServerNow } from "../../app/use-server-now.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LANES, type LaneName, type Lanes } from "./lanes.ts";
import { QueueRow } from "./queue-row.tsx";

type QueueProps = {
  lanes: Lanes;
  /** Rows that wait to be let in. */
  waiting: number;
  onLetIn: () => void;
  onHold: (isHeld: boolean) => void;
  selectedId: OrderId | null;
  onSelect: (id: OrderId) => void;
  onHover: (id: OrderId | null) => void;
  isFiltered: boolean;
  onClearFilters: () => void;
  newOrder: ReactNode;
};

/** The queue in its lanes. While the pointer is in it nothing moves. */
export function Queue(props: QueueProps) {
  const {
    lanes,
    waiting,
    onLetIn,
    onHold,
    selectedId,
    onSelect,
    onHover,
    isFiltered,
    onClearFilters,
    newOrder,
  } = props;
  const list = useRef<HTMLDivElement>(null);
  const nowMs = useServerNow(15_000);
  const asOf = useAsOf();
  useEffect(() => {
    if (!selectedId) return;
    list.current?.querySelector(`[data-order="${selectedId}"]`)?.scrollIntoView({ block: "nearest" });
  }, [selectedId]);

  const isEmpty = LANES.every(({ name }) => lanes[name].length === 0);
  return (
    <div
      ref={list}
      className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain"
      // By its moves and not by its entry: a pointer that was here before the list was never enters it.
      onPointerMove={event => event.pointerType === "mouse" && onHold(true)}
      onPointerLeave={() => onHold(false)}
    >
      {waiting > 0 ? (
        <div className="sticky top-2 z-20 flex h-0 justify-center">
          <Button
            size="small"
            tone="primary"
            className="rounded-full! shadow-float"
            icon={<ArrowUp aria-hidden className="size-3.5" strokeWidth={2} />}
            onClick={onLetIn}
          >
            {waiting} new
          </Button>
        </div>
      ) : null}
      <span className="sr-only" role="status">
        {waiting > 0 ? `${waiting} new orders wait` : ""}
      </span>
      {isEmpty ? (
        isFiltered ? (
          <EmptyState
            icon={SearchX}
            title="No order matches"
            action={<Button onClick={onClearFilters}>Show all orders</Button>}
          >
            Search looks at number, recipient, phone, address and driver.
          </EmptyState>
        ) : (
          <EmptyState icon={Inbox} title="No orders today yet" action={newOrder}>
            Orders of your customers appear here by themselves. You can also enter one that came by phone.
          </EmptyState>
        )
      ) : (
        LANES.map(({ name, title }) => (
          <Lane key={name} name={name} title={title} count={lanes[name].length}>
            {lanes[name].map(order => (
              <QueueRow
                key={order.id}
                order={order}
                nowMs={nowMs}
                asOf={asOf}
                isSelected={order.id === selectedId}
                onSelect={onSelect}
                onHover={onHover}
              />
            ))}
          </Lane>
        ))
      )}
    </div>
  );
}

type LaneProps = { name: LaneName; title: string; count: number; children: ReactNode };

function Lane({ name, title, count, children }: LaneProps) {
  const [isOpen, setIsOpen] = useState(true);
  if (count === 0 && name !== "attention") return null;
  return (
    <section aria-label={`${title}, ${count}`}>
      <h2 className="sticky top-0 z-10 border-b bg-paper">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex h-9 w-full items-center gap-1.5 px-4 text-left font-medium text-sm -outline-offset-2!"
        >
          <ChevronRight
            aria-hidden
            strokeWidth={2}
            className={`-ml-1 size-4 text-ink-soft transition-transform duration-120 ${isOpen ? "rotate-90" : ""}`}
          />
          <span className={name === "attention" && count > 0 ? "text-attention-ink" : ""}>{title}</span>
          <span className="font-normal text-ink-soft">{count}</span>
        </button>
      </h2>
      {count === 0 ? (
        <p className="border-b px-4 py-3 text-ink-soft text-sm">Nothing here needs you.</p>
      ) : isOpen ? (
        <ul>{children}</ul>
      ) : null}
    </section>
  );
}
