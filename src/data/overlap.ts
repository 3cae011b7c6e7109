/** Rows that stand in two parts of a split at once. */
import { checkOptions } from '../host/options';

export interface OverlapOptions {
  /** Columns that make two rows the same. Defaults to all. */
  columns?: readonly string[];
}

const OVERLAP_OPTIONS = { columns: true } satisfies Record<keyof OverlapOptions, true>;

/** Positions of two rows that are the same. */
export interface SharedRow {
  /** Position in the training part: its first such row. */
  train: number;
  /** Position in the other part. */
  test: number;
}

type Row = Readonly<Record<string, unknown>>;

/** Distinguishes what JSON does not: a missing number from `null`, a date from its text. */
const keyOf = (row: Row, columns: readonly string[]): string =>
  JSON.stringify(columns.map((name) => [typeof row[name], String(row[name])]));

/**
 * Rows of one part that training has seen: duplicates that a split has torn apart.
 *
 * @param train   rows to learn from.
 * @param test    rows to judge by.
 * @param options `columns` that count, such as everything but a running number.
 * @returns one pair of positions for each row of `test` that is also in `train`; none is what you want.
 * @throws RangeError if a column is not in every row.
 * @example
 * const train = [{ id: 1, size: 3 }, { id: 2, size: 5 }];
 * findOverlap(train, [{ id: 9, size: 5 }], { columns: ['size'] }); // [ { train: 1, test: 0 } ]
 * findOverlap(train, [{ id: 9, size: 5 }]).length; // 0
 */
export function findOverlap(
  train: readonly object[],
  test: readonly object[],
  options: OverlapOptions = {},
): SharedRow[] {
  checkOptions('findOverlap', options, OVERLAP_OPTIONS);
  const columns = options.columns ?? Object.keys(train[0] ?? {});
  const rows = [...train, ...test] as readonly Row[];
  const unknown = columns.find((name) => !rows.every((row) => name in row));
  if (unknown !== undefined)
    throw new RangeError(
      `findOverlap: expected the column ${unknown} in each row; got rows without it; ` +
        'name columns that both parts have.',
    );
  const seen = new Map<string, number>();
  train.forEach((row, at) => {
    const key = keyOf(row as Row, columns);
    if (!seen.has(key)) seen.set(key, at);
  });
  return test.flatMap((row, at) => {
    const found = seen.get(keyOf(row as Row, columns));
    return found === undefined ? [] : [{ train: found, test: at }];
  });
}
