/** Rows and data frames as tables to look at. */
import { checkWholeNumber } from '../host/checks';
import { htmlTable } from '../host/html';
import { checkOptions } from '../host/options';
import { fromFrame, isFrame, type FrameLike } from './frames';

export interface TableOptions {
  /** Rows shown, from the top. Defaults to 10. */
  rows?: number;
  /** Text above the table. */
  caption?: string;
  /** Unit of each column, shown beside its name. Defaults to those of a loaded table. */
  units?: Record<string, string>;
  /** Significant digits of numbers that are not whole. Defaults to 5. */
  digits?: number;
}

const OPTIONS = {
  rows: true,
  caption: true,
  units: true,
  digits: true,
} satisfies Record<keyof TableOptions, true>;

/** A table to show: a notebook displays it when it is a cell's last value. */
export interface DisplayTable {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Number of rows, shown or not. */
  readonly rowCount: number;
  /** The table in HTML and in plain text. */
  toMimeBundle(): Record<string, unknown>;
}

/** Rows with the meaning of their columns, as the loaders return. */
interface Described {
  rows: readonly object[];
  columns: Record<string, { unit?: string }>;
}

type Row = Record<string, unknown>;

const isDescribed = (data: object): data is Described =>
  'rows' in data && Array.isArray(data.rows) && 'columns' in data;

/** What `data` shows: its rows, and all its columns if it names them. */
function contentOf(data: unknown): { rows: Row[]; columns: string[] | undefined } {
  const found = typeof data === 'object' && data !== null ? data : [data];
  const rows: unknown = isFrame(found) ? fromFrame(found) : isDescribed(found) ? found.rows : found;
  const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null;
  if (Array.isArray(rows) && rows.every(isRow))
    return { rows, columns: isFrame(found) ? [...found.columns] : undefined };
  throw new TypeError(
    `table: expected rows (an array of objects) or a data frame; got ${typeof data}; ` +
      'wrap single values: table([{ name: value }]).',
  );
}

/** A cell as text; nothing known shows as a dash. */
function cellText(value: unknown, digits: number): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (typeof value !== 'number')
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(digits)));
}

interface Grid {
  header: string[];
  /** Whether a column holds numbers, which stand to the right. */
  numeric: boolean[];
  cells: string[][];
  caption: string;
}

function toHtml({ header, numeric, cells, caption }: Grid): string {
  const columns = header.map((name, column) => ({ name, numeric: numeric[column] ?? false }));
  return htmlTable({ columns, rows: cells, caption });
}

function toText({ header, numeric, cells, caption }: Grid): string {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return numeric[column] ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [...(caption ? [caption] : []), line(header), ...cells.map(line)].join('\n');
}

const isNumeric = (value: unknown): boolean =>
  value === null || value === undefined || typeof value === 'number';

/**
 * A table of rows or of a danfo.js data frame, for looking at the first rows.
 *
 * @param data    rows, what `loadCars` and the like return, or a data frame.
 * @param options how many rows and digits, caption, units.
 * @returns an object that a notebook shows as a table; `toMimeBundle()` gives HTML and plain text.
 * @throws TypeError if `data` is none of these; RangeError if an option is out of range.
 * @example
 * const shown = table([{ name: 'a', weight: 2.5 }, { name: 'b', weight: null }], { units: { weight: 'kg' } });
 * shown.toMimeBundle()['text/plain']; // 'name  weight (kg)\na             2.5\nb               –'
 */
export function table(
  data: readonly object[] | FrameLike | Described,
  options: TableOptions = {},
): DisplayTable {
  checkOptions('table', options, OPTIONS);
  const { rows: shown = 10, caption = '', units, digits = 5 } = options;
  checkWholeNumber('table', 'rows', shown);
  checkWholeNumber('table', 'digits', digits, { most: 21 });
  const { rows, columns: named } = contentOf(data);
  const visible = rows.slice(0, shown);
  const columns = named ?? [...new Set(visible.flatMap(Object.keys))];
  const described = isDescribed(data) ? data.columns : undefined;
  const unitOf = (name: string) => units?.[name] ?? described?.[name]?.unit ?? '';
  const count = rows.length > shown ? `${shown} of ${rows.length} rows` : '';
  const grid: Grid = {
    header: columns.map((name) => (unitOf(name) ? `${name} (${unitOf(name)})` : name)),
    numeric: columns.map((name) => visible.every((row) => isNumeric(row[name]))),
    cells: visible.map((row) => columns.map((name) => cellText(row[name], digits))),
    caption: caption && count ? `${caption} (${count})` : caption || count,
  };
  return {
    columns,
    rowCount: rows.length,
    toMimeBundle: () => ({ 'text/html': toHtml(grid), 'text/plain': toText(grid) }),
  };
}
