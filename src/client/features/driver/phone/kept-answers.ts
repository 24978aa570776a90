import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";

/** An answer of the service as it lies on the phone, with the device time at which it came. */
export type KeptAnswer = { queryKey: QueryKey; data: unknown; updatedAt: number };
/** By procedure: the last answer of each. */
export type KeptAnswers = Readonly<Record<string, KeptAnswer>>;

type Shelf = { read(): Promise<KeptAnswers>; write(answers: KeptAnswers): Promise<void> };

/** What the courier's screens cannot do without: who he is, what he has in hand, for whom. */
const KEPT: ReadonlySet<string> = new Set(["drivers.me", "assignments.mine", "vendors.get"]);

/** Writes each new answer of these down, so that the app opens without network; answers how to stop. */
export async function keepAnswers(queries: QueryClient, shelf: Shelf): Promise<() => void> {
  let kept = await shelf.read();
  const keep = ({ queryKey, state }: Query) => {
    const procedure = procedureOf(queryKey);
    if (!KEPT.has(procedure)) return;
    kept = { ...kept, [procedure]: { queryKey, data: state.data, updatedAt: state.dataUpdatedAt } };
    // A phone whose store is full or closing goes on with what it has kept before.
    shelf.write(kept).catch(() => {});
  };
  return queries.getQueryCache().subscribe(event => {
    if (event.type === "updated" && event.action.type === "success") keep(event.query);
  });
}

/** Puts what was kept where the screens look for it, as old as it is; what has been read since stays. */
export function restoreAnswers(queries: QueryClient, kept: KeptAnswers) {
  for (const { queryKey, data, updatedAt } of Object.values(kept)) {
    if (queries.getQueryData(queryKey) === undefined) queries.setQueryData(queryKey, data, { updatedAt });
  }
}

/** tRPC's keys begin with the path: `[["drivers", "me"], ...]`. */
const procedureOf = ([path]: QueryKey): string => (Array.isArray(path) ? path.join(".") : "");
