import type { ReactNode } from "react";

export type Column<Row> = {
  name: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the right edge, under one another. */
  numeric?: boolean;
  /** Left out on a phone. */
  wideOnly?: boolean;
  width?: string;
};

export type DataTableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Marks the row that is open. */
  openKey?: string | null;
};

/** A plain table: 40 px rows, hairlines, a heading that stays, every row openable by pointer and by its first cell's button. */
export function DataTable<Row>({ caption, columns, rows, rowKey, onOpen, openKey }: DataTableProps<Row>) {
  const lastOnPhone = columns.findLast(({ wideOnly }) => !wideOnly);
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-base">
        <caption className="sr-only">{caption}</caption>
        <thead className="sticky top-0 z-10 bg-paper">
          <tr>
            {columns.map(column => (
              <th
                key={column.name}
                scope="col"
                style={column.width ? { width: column.width } : undefined}
                className={`h-9 whitespace-nowrap border-b px-3 font-medium text-ink-soft text-xs first:pl-4 last:pr-4 md:first:pl-6 md:last:pr-6 ${place(column)} ${column === lastOnPhone ? "max-md:pr-4" : ""}`}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => {
            const key = rowKey(row);
            return (
              <tr
                key={key}
                aria-current={openKey === key || undefined}
                className={`h-10 border-b ${onOpen ? "cursor-pointer hover:bg-ink/4" : ""} aria-[current]:bg-brand-wash`}
                onClick={onOpen ? () => onOpen(row) : undefined}
              >
                {columns.map((column, index) => (
                  <td
                    key={column.name}
                    className={`px-3 py-1.5 first:pl-4 last:pr-4 md:first:pl-6 md:last:pr-6 ${place(column)} ${column === lastOnPhone ? "max-md:pr-4" : ""}`}
                  >
                    {index === 0 && onOpen ? (
                      <button
                        type="button"
                        className="rounded-control text-left"
                        onClick={event => {
                          event.stopPropagation();
                          onOpen(row);
                        }}
                      >
                        {column.cell(row)}
                      </button>
                    ) : (
                      column.cell(row)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const place = (column: Pick<Column<unknown>, "numeric" | "wideOnly">) =>
  `${column.numeric ? "text-right tabular-nums" : ""} ${column.wideOnly ? "hidden md:table-cell" : ""}`;
