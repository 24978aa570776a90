import type { ReactNode } from "react";
import { DataTable, type DataTableProps } from "./data-table.tsx";
import { ErrorState } from "./error-state.tsx";
import { LoadMore, type Paged } from "./load-more.tsx";
import { SkeletonRows } from "./skeleton.tsx";

type PagedTableProps<Row> = DataTableProps<Row> & {
  list: Paged & {
    data: unknown;
    isPending: boolean;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
  };
  /** What is said while it is read for the first time. */
  loading: string;
  /** Stands for the table when there are no rows. */
  empty: ReactNode;
  /** The button below it, while there is more. */
  more?: string;
};

/** A table that is read page by page. What was read once stays when it cannot be read again. */
export function PagedTable<Row>({ list, loading, empty, more, ...table }: PagedTableProps<Row>) {
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (list.isPending) return <SkeletonRows rows={8} label={loading} />;
  return (
    <>
      {table.rows.length === 0 ? empty : <DataTable {...table} />}
      <LoadMore list={list} {...(more === undefined ? {} : { label: more })} />
    </>
  );
}
