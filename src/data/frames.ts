/** danfo.js data frames: rows in, rows and tensors out. */
import type { DataFrame } from 'danfojs-node';
import { tf } from '../engine';

/** What this room needs of a danfo.js data frame. */
export interface FrameLike {
  readonly columns: readonly string[];
  /** One list for each row. danfo.js types it loosely. */
  readonly values: unknown;
  readonly index: readonly (string | number)[];
}

/** Whether `value` is a danfo.js data frame. */
export function isFrame(value: unknown): value is FrameLike {
  const frame = value as Partial<FrameLike> | null;
  return (
    typeof value === 'object' &&
    Array.isArray(frame?.columns) &&
    Array.isArray(frame?.values) &&
    !Array.isArray(value)
  );
}

/**
 * A danfo.js data frame of rows. danfo.js is loaded on the first call, which takes about a second.
 *
 * A missing number (null, undefined) becomes NaN, as danfo.js expects it.
 *
 * @param rows objects with the same columns; the first row names them.
 * @returns a new data frame; it holds plain arrays, nothing to dispose.
 * @throws RangeError if there are no rows; TypeError if a row has other columns.
 * @see data/README.md for what danfo.js does with missing numbers.
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
  columns.forEach((_, column) => {
    const isNumeric = cells.every((row) => row[column] === null || typeof row[column] === 'number');
    if (isNumeric) for (const row of cells) row[column] ??= NaN;
  });
  // Loaded here and not above: danfo.js alone takes a second.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const danfo = require('danfojs-node') as typeof import('danfojs-node');
  return new danfo.DataFrame(cells, { columns });
}

/**
 * The rows of a danfo.js data frame. NaN and undefined become null.
 *
 * @throws TypeError if `frame` is no data frame.
 */
export function fromFrame<Row = Record<string, string | number | boolean | null>>(
  frame: FrameLike,
): Row[] {
  if (!isFrame(frame))
    throw new TypeError(
      `fromFrame: expected a danfo.js data frame; got ${frame === null ? 'null' : typeof frame}; ` +
        'make one with toFrame(rows).',
    );
  const cells = frame.values as unknown[][];
  return cells.map((values) => {
    // A frame of one column holds plain values when danfo.js returns a series.
    const list = Array.isArray(values) ? values : [values];
    return Object.fromEntries(
      frame.columns.map((name, column) => {
        const value = list[column];
        return [name, value === undefined || Number.isNaN(value) ? null : value];
      }),
    ) as Row;
  });
}

/**
 * Numeric columns as a matrix.
 *
 * @param table a danfo.js data frame or rows.
 * @param columns names of D columns, in the order wanted. Defaults to all.
 * @returns `[N, D]` float32; true and false become 1 and 0. Caller disposes.
 * @throws RangeError if there are no rows, a column is unknown, or a value is missing or not a number.
 */
export function frameToTensor(
  table: FrameLike | readonly object[],
  columns?: readonly string[],
): tf.Tensor2D {
  const rows = (isFrame(table) ? fromFrame(table) : table) as readonly Record<string, unknown>[];
  const known = Object.keys(rows[0] ?? {});
  const names = columns ?? known;
  const unknown = names.find((name) => !known.includes(name));
  if (rows.length === 0 || names.length === 0 || unknown !== undefined)
    throw new RangeError(
      `frameToTensor: expected rows with the columns ${names.join(', ') || '(none)'}; got ${rows.length} rows ` +
        `with ${known.join(', ') || 'no columns'}; check the spelling.`,
    );
  const values = rows.flatMap((row, at) =>
    names.map((name) => {
      const value = typeof row[name] === 'boolean' ? Number(row[name]) : row[name];
      if (typeof value === 'number' && Number.isFinite(value)) return value;
      throw new RangeError(
        `frameToTensor: expected finite numbers; got ${JSON.stringify(value)} in row ${at}, column ${name}; ` +
          'choose numeric columns and drop rows with missing values.',
      );
    }),
  );
  return tf.tensor2d(values, [rows.length, names.length]);
}
