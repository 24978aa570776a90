import { describe, expect, test } from "bun:test";
import { TRPCClientError } from "@trpc/client";
import { renderToStaticMarkup } from "react-dom/server";
import { PagedTable } from "../../../../src/client/ui/paged-table.tsx";

const unanswered = TRPCClientError.from(new TypeError("Failed to fetch"));
const answered = (appCode: string, httpStatus: number) =>
  new TRPCClientError("no", {
    result: { error: { code: -32000, message: "no", data: { appCode, httpStatus, details: {} } } },
  } as never);

type Failure = { error: unknown; isFetchNextPageError?: boolean; data?: unknown };

const textOf = ({ error, isFetchNextPageError = false, data = {} }: Failure) => {
  const list = {
    data,
    error,
    isError: error !== null,
    isPending: false,
    isFetchNextPageError,
    isFetchingNextPage: false,
    hasNextPage: true,
    dataUpdatedAt: Date.UTC(2026, 2, 4, 12),
    fetchNextPage: () => {},
    refetch: () => {},
  };
  const markup = renderToStaticMarkup(
    <PagedTable
      list={list}
      loading="Loading"
      empty="Nothing"
      caption="People"
      columns={[{ name: "name", header: "Name", cell: (name: string) => name }]}
      rows={["Aino Laine"]}
      rowKey={name => name}
    />,
  );
  return markup.replaceAll(/<[^>]+>/g, "|");
};

describe("a table that is read page by page", () => {
  test("says nothing of itself while all is well", () => {
    const text = textOf({ error: null });
    expect(text).toContain("Aino Laine");
    expect(text).not.toContain("Could not be read again");
  });

  test("keeps its rows when it cannot be read again, and says so", () => {
    for (const error of [unanswered, answered("UNAVAILABLE", 503), answered("TOO_MANY_REQUESTS", 429)]) {
      const text = textOf({ error });
      expect(text).toContain("Aino Laine");
      expect(text).toContain("Could not be read again.");
    }
  });

  test("says where it ends that more of it could not be read, and not that its rows are old", () => {
    const text = textOf({ error: unanswered, isFetchNextPageError: true });
    expect(text.indexOf("MedEx could not be reached.")).toBeGreaterThan(text.indexOf("Aino Laine"));
    expect(text).not.toContain("Could not be read again.");
  });

  test("keeps nothing of what the reader is not let see any more", () => {
    for (const error of [answered("FORBIDDEN", 403), answered("VENDOR_NOT_FOUND", 404)])
      expect(textOf({ error })).not.toContain("Aino Laine");
  });

  test("that could never be read says why", () => {
    expect(textOf({ error: unanswered, data: null })).not.toContain("Aino Laine");
  });
});
