import type { Point } from "../../../../shared/geo.ts";
import type { MatrixCell } from "../../../../shared/maps/maps.schema.ts";
import { MapsFailure, type MapsFailureReason } from "./maps-failure.ts";

/** Row by row, null where the provider knows no way. */
export type Cells = (MatrixCell | null)[][];
type Ends = { origins: readonly Point[]; destinations: readonly Point[] };

/**
 * Asks for a matrix in parts that a service takes, side by side, and puts them together as if it were one. A part that
 * fails leaves its cells null, for the others are paid for, and `failure` says why. Errors: that of the first part, when
 * all of them fail; whatever is no MapsFailure.
 */
export async function inBatches(
  { origins, destinations }: Ends,
  atOnce: { origins: number; destinations: number },
  ask: (part: Ends) => Promise<Cells>,
): Promise<{ cells: Cells; failure?: MapsFailureReason }> {
  const parts = startsOf(origins.length, atOnce.origins).flatMap(row =>
    startsOf(destinations.length, atOnce.destinations).map(column => ({ row, column })),
  );
  const answers = await Promise.allSettled(
    parts.map(({ row, column }) =>
      ask({
        origins: origins.slice(row, row + atOnce.origins),
        destinations: destinations.slice(column, column + atOnce.destinations),
      }),
    ),
  );
  const reasons = answers.flatMap(answer => (answer.status === "rejected" ? [answer.reason as unknown] : []));
  const [first] = reasons;
  const foreign = reasons.find(reason => !(reason instanceof MapsFailure));
  if (foreign || (first && reasons.length === answers.length)) throw foreign ?? first;

  const whole = emptyCells(origins.length, destinations.length);
  answers.forEach((answer, part) => {
    const at = parts[part];
    if (!at || answer.status === "rejected") return;
    answer.value.forEach((cells, row) => {
      whole[at.row + row]?.splice(at.column, cells.length, ...cells);
    });
  });
  return { cells: whole, ...(first instanceof MapsFailure && { failure: first.reason }) };
}

export const emptyCells = (rows: number, columns: number): Cells =>
  Array.from({ length: rows }, () => Array<MatrixCell | null>(columns).fill(null));

/** Where parts of at most `size` begin in so many. */
const startsOf = (length: number, size: number): number[] =>
  Array.from({ length: Math.ceil(length / size) }, (_, part) => part * size);
