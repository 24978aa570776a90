import { X } from "lucide-react";
import type { Ref } from "react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import { type OrderStatus, orderMachine } from "../../../shared/orders/order.machine.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { STATUS_LOOK } from "../../ui/order-status.ts";
import { SearchField } from "../../ui/search-field.tsx";
import { Select } from "../../ui/select.tsx";
import type { BoardUrl } from "./use-board-url.ts";

type BoardFiltersProps = { url: BoardUrl; drivers: readonly DriverView[]; searchRef: Ref<HTMLInputElement> };

const ANY = "any";

/** Search and what narrows the queue; all of it stands in the address. */
export function BoardFilters({ url, drivers, searchRef }: BoardFiltersProps) {
  const { status, driverId, query, change } = url;
  const isNarrowed = Boolean(status || driverId || query);
  return (
    <search className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2.5">
      <SearchField
        ref={searchRef}
        className="min-w-32 flex-1 max-xl:basis-full"
        label="Search orders"
        placeholder="Search"
        hint="/"
        value={query}
        onChange={q => change({ q })}
      />
      <Select
        aria-label="Status"
        className="w-auto! min-w-0 text-sm! max-xl:flex-1"
        value={status ?? ANY}
        onChange={value => change({ status: value === ANY ? null : value })}
        options={[{ value: ANY as OrderStatus | typeof ANY, label: "Any status" }, ...STATUS_OPTIONS]}
      />
      <Select
        aria-label="Driver"
        className="w-auto! min-w-0 text-sm! max-xl:flex-1"
        value={driverId ?? ANY}
        onChange={value => change({ driver: value === ANY ? null : value })}
        options={[
          { value: ANY, label: "Any driver" },
          ...drivers
            .filter(({ isActive }) => isActive)
            .map(({ id, fullName }) => ({ value: id as string, label: fullName })),
        ]}
      />
      {isNarrowed ? (
        <IconButton label="Show all orders" onClick={() => change({ status: null, driver: null, q: null })}>
          <X aria-hidden className="size-4" strokeWidth={1.75} />
        </IconButton>
      ) : null}
    </search>
  );
}

const STATUS_OPTIONS = orderMachine.states.map(value => ({ value, label: STATUS_LOOK[value].label }));
