import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Plus, UserPlus } from "lucide-react";
import { useState } from "react";
import type { DriverView } from "../../../shared/drivers/driver.schema.ts";
import { DriverStatus } from "../../../shared/drivers/driver.schema.ts";
import { useMe } from "../../app/providers.tsx";
import { LiveStatus } from "../../app/realtime/live-status.tsx";
import { useVendorEvents } from "../../app/realtime/use-realtime.ts";
import { useTRPC } from "../../app/trpc.ts";
import { useBusinessCan } from "../../app/use-business.ts";
import { useUrlFilter } from "../../app/use-url-filter.ts";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Initials } from "../../ui/initials.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PagedTable } from "../../ui/paged-table.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Select } from "../../ui/select.tsx";
import { PhoneLink } from "../orders/order-facts.tsx";
import { DriverDuty } from "./driver-duty.tsx";
import { DriverSheet, type OpenDriver } from "./driver-sheet.tsx";
import { DUTY_LOOK, VEHICLE_LOOK } from "./duty-look.ts";

const PAGE = 50;
const ANY = "any";

/** The vendor's fleet: who is out, who has gone silent, who can be called. */
export function DriversScreen() {
  const { vendorId } = useMe();
  useVendorEvents(vendorId);
  const filter = useUrlFilter();
  const status = DriverStatus.safeParse(filter.get("status")).data;
  const query = filter.get("q").trim();
  const drivers = useDrivers({ status, query });
  const [open, setOpen] = useState<OpenDriver>(null);
  const rows = drivers.data?.pages.flatMap(({ items }) => items) ?? [];
  const add = useBusinessCan()("addDriver") ? (
    <Button
      tone="primary"
      icon={<Plus aria-hidden className="size-4" strokeWidth={2} />}
      onClick={() => setOpen("new")}
    >
      Add driver
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title="Drivers" actions={add}>
        <SearchField
          className="w-full sm:w-60"
          label="Search drivers"
          placeholder="Name, phone or e-mail"
          value={query}
          onChange={q => filter.change({ q })}
        />
        <Select
          aria-label="Duty"
          className="w-40!"
          value={status ?? ANY}
          onChange={value => filter.change({ status: value === ANY ? null : value })}
          options={DUTY_OPTIONS}
        />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PagedTable
          list={drivers}
          loading="Loading drivers"
          empty={
            status || query ? (
              <EmptyState
                title="No driver matches"
                action={
                  <Button onClick={() => filter.change({ q: null, status: null })}>Show all drivers</Button>
                }
              />
            ) : (
              <EmptyState icon={UserPlus} title="No drivers yet" action={add}>
                A driver signs in on a phone, goes on duty, and can then be given orders.
              </EmptyState>
            )
          }
          caption="Drivers of the fleet"
          columns={COLUMNS}
          rows={rows}
          rowKey={({ id }) => id}
          onOpen={setOpen}
          openKey={open && open !== "new" ? open.id : null}
        />
      </div>
      <footer className="flex h-10 shrink-0 items-center border-t px-4 md:px-6">
        <LiveStatus />
      </footer>
      <DriverSheet open={open} onClose={() => setOpen(null)} />
    </>
  );
}

function useDrivers({ status, query }: { status: DriverStatus | undefined; query: string }) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.drivers.list.infiniteQueryOptions(
      { limit: PAGE, ...(status ? { status } : {}), ...(query ? { query } : {}) },
      {
        getNextPageParam: page => page.nextCursor ?? undefined,
        placeholderData: keepPreviousData,
        // Silence is brought by the clock, not by an event.
        refetchInterval: 20_000,
      },
    ),
  );
}

const DUTY_OPTIONS = [
  { value: ANY as DriverStatus | typeof ANY, label: "Any duty" },
  ...DriverStatus.options.map(value => ({ value, label: DUTY_LOOK[value].label })),
];

const COLUMNS: readonly Column<DriverView>[] = [
  {
    name: "name",
    header: "Driver",
    cell: driver => (
      <span className="flex items-center gap-3">
        <Initials name={driver.fullName} className="max-sm:hidden" />
        <span className="font-medium">{driver.fullName}</span>
      </span>
    ),
  },
  { name: "duty", header: "Duty", cell: driver => <DriverDuty driver={driver} /> },
  { name: "active", header: "In hand", numeric: true, cell: driver => driver.activeOrders || "–" },
  {
    name: "vehicle",
    header: "Vehicle",
    wideOnly: true,
    cell: ({ vehicleType, vehicleNumber }) => {
      const { label, icon: Icon } = VEHICLE_LOOK[vehicleType];
      return (
        <span className="flex items-center gap-2 text-ink-soft">
          <Icon aria-hidden className="size-4" strokeWidth={1.75} />
          {label}
          {vehicleNumber ? <span className="font-mono text-sm">{vehicleNumber}</span> : null}
        </span>
      );
    },
  },
  {
    name: "phone",
    header: "Phone",
    wideOnly: true,
    cell: ({ phone, fullName }) => <PhoneLink phone={phone} name={fullName} />,
  },
  {
    name: "total",
    header: "Delivered",
    numeric: true,
    wideOnly: true,
    cell: ({ totalDeliveries }) => totalDeliveries,
  },
];
