/** How danfo.js tables read in a notebook: as an HTML table, and as text. */
import { htmlTable } from 'dlts/dist/host/html';

interface FrameLike {
  columns: string[];
  index: (string | number)[];
  shape: number[];
  dtypes: string[];
  values: unknown[];
  $isSeries?: boolean;
}

export interface Table {
  /** The column of row labels. */
  label: { name: string; numeric: boolean };
  columns: string[];
  /** Row label, then its cells. `undefined` stands for the rows that are left out. */
  rows: ([string, ...string[]] | undefined)[];
  /** Whether each column holds numbers, and so is aligned to the right. */
  numeric: boolean[];
  size: string;
}

/** Longer tables show their first and last rows, this many of each. */
const ENDS = 10;
/** Wider tables leave columns out. */
const MOST_COLUMNS = 30;
/** Longer texts are cut, in characters. */
const LONGEST = 100;
/** Shown where nothing is known, as by `table` of the library. */
export const MISSING = '–';

export function isFrame(value: unknown): value is FrameLike {
  if (typeof value !== 'object' || value === null || !('$data' in value)) return false;
  const frame = value as Partial<FrameLike>;
  return Array.isArray(frame.columns) && Array.isArray(frame.index) && Array.isArray(frame.shape);
}

export function tableOf(frame: FrameLike): Table {
  const rowCount = frame.index.length;
  const width = Math.min(frame.columns.length, MOST_COLUMNS);
  const isSeries = frame.$isSeries === true;
  const row = (i: number): [string, ...string[]] => {
    const value = frame.values[i];
    const cells = isSeries ? [value] : (value as unknown[]).slice(0, width);
    return [String(frame.index[i]), ...cells.map(cellText)];
  };
  const hidden = frame.columns.length - width;
  const count = isSeries
    ? `${rowCount} values`
    : `${rowCount} rows × ${frame.columns.length} columns`;
  return {
    label: { name: '', numeric: frame.index.every((name) => typeof name === 'number') },
    columns: frame.columns.slice(0, width).map(String),
    rows: abridge(rowCount, row),
    numeric: frame.dtypes
      .slice(0, width)
      .map((dtype, i) => isNumeric(dtype, isSeries ? frame.values : columnOf(frame, i))),
    size: hidden > 0 ? `${count} (${hidden} columns not shown)` : count,
  };
}

function columnOf({ values }: FrameLike, column: number): unknown[] {
  return values.map((row) => (row as unknown[])[column]);
}

/** danfo.js judges a column by its first values, so that one of numbers may hold texts. */
function isNumeric(dtype: string, values: readonly unknown[]): boolean {
  const known = values.filter((value) => !isMissing(value));
  if (known.length === 0) return /^(int|float)/.test(dtype);
  return known.every((value) => typeof value === 'number');
}

/** What danfo.js, and a computation that met a gap, have for "not known". */
function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** The rows of a table, of a long one those at its two ends with `undefined` between them. */
export function abridge(count: number, row: (i: number) => [string, ...string[]]): Table['rows'] {
  const all = count <= 2 * ENDS;
  const numbers = Array.from({ length: all ? count : 2 * ENDS }, (_, i) =>
    !all && i >= ENDS ? count - 2 * ENDS + i : i,
  );
  const rows: Table['rows'] = numbers.map(row);
  if (!all) rows.splice(ENDS, 0, undefined);
  return rows;
}

function cellText(value: unknown): string {
  if (isMissing(value)) return MISSING;
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

export function tableText({ label, columns, rows, numeric, size }: Table): string {
  const right = [label.numeric, ...numeric];
  const lines = [
    [label.name, ...columns],
    ...rows.map((row) => row ?? Array(columns.length + 1).fill('…')),
  ];
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const format = (line: string[]): string =>
    line
      .map((text, i) => {
        const width = widths?.[i] ?? 0;
        return right[i] ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return `${lines.map(format).join('\n')}\n\n${size}`;
}

export function tableHtml({ label, columns, rows, numeric, size }: Table): string {
  const table = htmlTable({
    className: 'dataframe',
    rowHeaders: true,
    columns: [label, ...columns.map((name, i) => ({ name, numeric: numeric[i] ?? false }))],
    rows: rows.map((row) => row ?? Array<string>(columns.length + 1).fill('…')),
  });
  return `${table}\n<p>${size}</p>`;
}
