import type { ReactNode } from "react";
import { DataTable, type DataTableProps } from "./data-table.tsx";
import { dataToShow } from "./data-to-show.ts";
import { ErrorState } from "./error-state.tsx";
import { Freshness } from "./freshness.tsx";
import { LoadMore, type Paged } from "./load-more.tsx";
import { SkeletonRows } from "./skeleton.tsx";

type PagedTableProps<Row> = DataTableProps<Row> & {
  list: Paged & {
    data: unknown;
    dataUpdatedAt: number;
    isPending: boolean;
    isError: boolean;
    refetch: () => unknown;
  };
  /** What is said while it is read for the first time. */
  loading: string;
  /** Stands for the table when there are no rows. */
  empty: ReactNode;
  /** The button below it, while there is more. */
  more?: string;
};

/** A table that is read page by page. What could not be read again stays, and says of when it is. */
export function PagedTable<Row>({ list, loading, empty, more, ...table }: PagedTableProps<Row>) {
  if (list.isPending) return <SkeletonRows rows={8} label={loading} />;
  if (!dataToShow(list)) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  return (
    <>
      {list.isError && !list.isFetchNextPageError ? (
        <div className="px-4 py-2 md:px-6">
          <Freshness query={list} />
        </div>
      ) : null}
      {table.rows.length === 0 ? empty : <DataTable {...table} />}
      <LoadMore list={list} {...(more === undefined ? {} : { label: more })} />
    </>
  );
}
