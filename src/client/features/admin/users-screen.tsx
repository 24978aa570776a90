import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import type { UserId } from "../../../shared/ids.ts";
import type { ManagedUser } from "../../../shared/users/user.schema.ts";
import { idInAddress } from "../../app/id-in-address.ts";
import { useTRPC } from "../../app/trpc.ts";
import { oneOf, useUrlFilter } from "../../app/use-url-filter.ts";
import { Button } from "../../ui/button.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PagedTable } from "../../ui/paged-table.tsx";
import { SearchInput } from "../../ui/search-input.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { Time } from "../../ui/time.tsx";
import { ROLE_WORDS } from "./role-words.ts";
import { UserSheet } from "./user-sheet.tsx";
import { UserStateBadge } from "./user-state-badge.tsx";

const ROLES = [
  { value: "all", label: "All" },
  { value: "user", label: "Customers" },
  { value: "vendor", label: "Businesses" },
  { value: "driver", label: "Drivers" },
  { value: "admin", label: "Administrators" },
] as const;
const ACCESS = [
  { value: "any", label: "Active or not" },
  { value: "active", label: "Active" },
  { value: "inactive", label: "Deactivated" },
] as const;

const COLUMNS: readonly Column<ManagedUser>[] = [
  { name: "name", header: "Name", cell: user => <span className="font-medium">{user.fullName}</span> },
  { name: "email", header: "E-mail", cell: user => user.email, wideOnly: true },
  { name: "role", header: "Role", cell: user => ROLE_WORDS[user.role].label },
  { name: "access", header: "Access", cell: user => <UserStateBadge isActive={user.isActive} /> },
  { name: "since", header: "Since", cell: user => <Time at={user.createdAt} />, wideOnly: true },
];

/** Everybody with an account. */
export function UsersScreen() {
  const { get, change } = useUrlFilter();
  const query = get("q");
  const role = oneOf(ROLES, get("role"));
  const access = oneOf(ACCESS, get("access"));
  const openId = idInAddress<UserId>(get("sel"));
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.users.list.infiniteQueryOptions(
      {
        limit: 50,
        ...(query ? { query } : {}),
        ...(role === "all" ? {} : { role }),
        ...(access === "any" ? {} : { isActive: access === "active" }),
      },
      { getNextPageParam: page => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  );
  const users = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <PageHeader title="People">
        <SearchInput
          query={query}
          onSearch={q => change({ q })}
          label="Search people"
          placeholder="Name or e-mail"
          className="w-full sm:w-64"
        />
        <Segmented
          label="Role"
          value={role}
          onChange={next => change({ role: next === "all" ? null : next })}
          segments={ROLES}
        />
        <Select
          aria-label="Access"
          value={access}
          onChange={next => change({ access: next === "any" ? null : next })}
          options={ACCESS}
          className="max-w-44"
        />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PagedTable
          list={list}
          loading="Loading people"
          empty={
            <EmptyState
              icon={Users}
              title={query ? `Nobody like “${query}”` : "Nobody here"}
              action={
                <Button onClick={() => change({ q: null, role: null, access: null })}>Show everybody</Button>
              }
            >
              A part of the name or of the e-mail address is enough.
            </EmptyState>
          }
          caption="People"
          columns={COLUMNS}
          rows={users}
          rowKey={({ id }) => id}
          onOpen={({ id }) => change({ sel: id })}
          openKey={openId}
        />
      </div>
      <UserSheet userId={openId} onClose={() => change({ sel: null })} />
    </>
  );
}
