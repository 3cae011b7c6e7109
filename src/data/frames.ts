/** danfo.js data frames: rows in, rows and tensors out. */
import type { DataFrame } from 'danfojs-node';
import { tf } from '../engine';
import { checkOneKind } from './labels';
import { noticeLoss } from './precision';

/** What this room needs of a danfo.js data frame. */
export interface FrameLike {
  readonly columns: readonly string[];
  /** One list for each row. danfo.js types it loosely. */
  readonly values: unknown;
  readonly index: readonly (string | number)[];
}

/** Whether `value` is a danfo.js data frame. */
export function isFrame(value: unknown): value is FrameLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    'columns' in value &&
    Array.isArray(value.columns) &&
    'values' in value &&
    Array.isArray(value.values)
  );
}

/**
 * A danfo.js data frame of rows. danfo.js is loaded on the first call, which takes about a second.
 *
 * A missing number (null, undefined) becomes NaN, as danfo.js expects it.
 *
 * @param rows objects with the same columns; the first row names them.
 * @returns a new data frame; it holds plain arrays, nothing to dispose.
 * @throws RangeError if there are no rows; TypeError if a row has other columns, or a column holds values of
 *   different kinds, such as '1' beside 1, which danfo.js takes for the same.
 * @see data/README.md for what danfo.js does with missing numbers.
 * @example
 * const frame = toFrame([{ name: 'a', weight: 2 }, { name: 'b', weight: null }]);
 * frame.shape; // [ 2, 2 ]
 * frame.columns; // [ 'name', 'weight' ]
 */
export function toFrame(rows: readonly object[]): DataFrame {
  const [first] = rows;
  if (!first || typeof first !== 'object')
    throw new RangeError(
      'toFrame: expected at least one row; got none; check that the data were read or kept by the filter.',
    );
  const columns = Object.keys(first);
  const cells = rows.map((row, at) => {
    const record = row as Record<string, unknown>;
    const odd = [
      ...columns.filter((name) => !(name in record)),
      ...Object.keys(record).filter((name) => !columns.includes(name)),
    ];
    if (odd.length > 0)
      throw new TypeError(
        `toFrame: expected the columns ${columns.join(', ')} in each row; got row ${at} that differs in ` +
          `${odd.join(', ')}; give every row the same columns.`,
      );
    return columns.map((name) => record[name] ?? null);
  });
  for (const [column, name] of columns.entries()) {
    const values = cells.map((row) => row[column]);
    if (!values.some((value) => typeof value === 'object' && value !== null))
      checkOneKind('toFrame', `column ${name}`, values);
    const isNumeric = values.every((value) => value === null || typeof value === 'number');
    if (isNumeric) for (const row of cells) row[column] ??= NaN;
  }
  // Loaded here and not above: danfo.js alone takes a second.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const danfo = require('danfojs-node') as typeof import('danfojs-node');
  return new danfo.DataFrame(cells, { columns });
}

/**
 * The rows of a danfo.js data frame. NaN and undefined become null.
 *
 * @param frame a danfo.js data frame.
 * @returns one object a row, with the frame's columns.
 * @throws TypeError if `frame` is no data frame.
 * @example
 * fromFrame(toFrame([{ a: 1 }, { a: null }])); // [ { a: 1 }, { a: null } ]
 */
export function fromFrame<Row = Record<string, string | number | boolean | null>>(
  frame: FrameLike,
): Row[] {
  if (!isFrame(frame))
    throw new TypeError(
      `fromFrame: expected a danfo.js data frame; got ${frame === null ? 'null' : typeof frame}; ` +
        'make one with toFrame(rows).',
    );
  const cells: readonly unknown[] = Array.isArray(frame.values) ? frame.values : [];
  return cells.map((values) => {
    // A frame of one column holds plain values when danfo.js returns a series.
    const list: readonly unknown[] = Array.isArray(values) ? values : [values];
    return Object.fromEntries(
      frame.columns.map((name, column) => {
        const value = list[column];
        return [name, value === undefined || Number.isNaN(value) ? null : value];
      }),
    ) as Row;
  });
}

const MOST_FLOAT32 = 3.4028234663852886e38;

/** A cell as a number: true is 1 and false 0. */
function cellNumber(value: unknown, row: number, name: string): number {
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (typeof number === 'number' && Math.abs(number) <= MOST_FLOAT32) return number;
  throw new RangeError(
    `frameToTensor: expected finite numbers; got ${JSON.stringify(value) ?? 'undefined'} in row ${row}, ` +
      `column ${name}; choose numeric columns and drop rows with missing values.`,
  );
}

/**
 * Numeric columns as a matrix.
 *
 * Axes: N rows · D columns. Prints a notice if a column is too far from 0 for its differences (dates in
 * milliseconds): float32 has about seven digits.
 *
 * @param table   a danfo.js data frame or rows.
 * @param columns names of D columns, in the order wanted. Defaults to all.
 * @returns `[N, D]` float32; true and false become 1 and 0. Caller disposes.
 * @throws RangeError naming row and column if a value is missing or no number; if there are no rows, or a column is
 *   unknown. TypeError if a column mixes true or false with numbers.
 * @example
 * frameToTensor([{ a: 1, b: 'x', c: true }, { a: 3, b: 'y', c: false }], ['c', 'a']); // [[1, 1], [0, 3]]
 */
export function frameToTensor(
  table: FrameLike | readonly object[],
  columns?: readonly string[],
): tf.Tensor2D {
  const rows: readonly Record<string, unknown>[] = isFrame(table)
    ? fromFrame(table)
    : table.map((row) => ({ ...row }));
  const known = Object.keys(rows[0] ?? {});
  const names = columns ?? known;
  const unknown = names.find((name) => !known.includes(name));
  if (rows.length === 0 || names.length === 0 || unknown !== undefined)
    throw new RangeError(
      `frameToTensor: expected rows with the columns ${names.join(', ') || '(none)'}; got ${rows.length} rows ` +
        `with ${known.join(', ') || 'no columns'}; check the spelling.`,
    );
  const values = rows.map((row, at) => names.map((name) => cellNumber(row[name], at, name)));
  for (const [column, name] of names.entries()) {
    const cells = rows.map((row) => row[name]);
    checkOneKind('frameToTensor', `column ${name}`, cells);
    noticeLoss(
      'frameToTensor',
      name,
      values.map((row) => row[column] ?? NaN),
      {
        remedy: 'scale the rows first: standardScaler(rows).transform(rows)',
      },
    );
  }
  return tf.tensor2d(values.flat(), [rows.length, names.length]);
}
