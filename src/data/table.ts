/** Rows and data frames as tables to look at. */
import { htmlTable } from '../host/html';
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
  columns: Record<string, { unit: string }>;
}

const isDescribed = (data: unknown): data is Described =>
  typeof data === 'object' && data !== null && Array.isArray((data as Partial<Described>).rows);

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

/**
 * A table of rows or of a danfo.js data frame, for looking at the first rows.
 *
 * @param data rows, what `loadCars` and the like return, or a data frame.
 * @returns an object that a notebook shows as a table; `toMimeBundle()` gives HTML and plain text.
 * @throws TypeError if `data` is none of these; RangeError if an option is out of range.
 * @example table(cars, { rows: 5, caption: 'Cars' })
 */
export function table(
  data: readonly object[] | FrameLike | Described,
  { rows: shown = 10, caption = '', units, digits = 5 }: TableOptions = {},
): DisplayTable {
  if (
    !Number.isInteger(shown) ||
    shown < 1 ||
    !Number.isInteger(digits) ||
    digits < 1 ||
    digits > 21
  )
    throw new RangeError(
      `table: expected rows ≥ 1 and digits from 1 to 21; got ${shown} and ${digits}; for example 10 and 5.`,
    );
  const rows = (isFrame(data) ? fromFrame(data) : isDescribed(data) ? data.rows : data) as Record<
    string,
    unknown
  >[];
  if (!Array.isArray(rows) || rows.some((row) => typeof row !== 'object' || row === null))
    throw new TypeError(
      `table: expected rows (an array of objects) or a data frame; got ${typeof data}; ` +
        'wrap single values: table([{ name: value }]).',
    );
  const columns = isFrame(data)
    ? [...data.columns]
    : [...new Set(rows.slice(0, shown).flatMap(Object.keys))];
  const unitOf = (name: string) =>
    units?.[name] ?? (isDescribed(data) ? data.columns[name]?.unit : undefined) ?? '';
  const visible = rows.slice(0, shown);
  const count = rows.length > shown ? `${shown} of ${rows.length} rows` : '';
  const grid: Grid = {
    header: columns.map((name) => (unitOf(name) ? `${name} (${unitOf(name)})` : name)),
    numeric: columns.map((name) =>
      visible.every(
        (row) => row[name] === null || row[name] === undefined || typeof row[name] === 'number',
      ),
    ),
    cells: visible.map((row) => columns.map((name) => cellText(row[name], digits))),
    caption: caption && count ? `${caption} (${count})` : caption || count,
  };
  return {
    columns,
    rowCount: rows.length,
    toMimeBundle: () => ({ 'text/html': toHtml(grid), 'text/plain': toText(grid) }),
  };
}
