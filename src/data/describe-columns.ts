/** What stands in the columns of a file: the first thing to look at, and the last to leave out. */
import type { Cell, CsvTable } from './csv';
import type { CsvColumn } from './csv-columns';
import { possibleOrders } from './dates';

/** Report on one column. */
export interface ColumnReport {
  column: string;
  /** 'mixed' holds numbers and texts, 'category' text in which values repeat, 'text' any other. */
  type: 'number' | 'date' | 'category' | 'mixed' | 'text' | 'empty';
  /** Fields that mean "not known". */
  missing: number;
  /** Different known values. */
  different: number;
  /** Smallest and largest number, or the first values found; empty if nothing is known. */
  values: string;
  /** What to look at: values of several kinds with the line of each, dates of unclear order. Empty if nothing. */
  remark: string;
}

/** How often a value occurs on average at least, for text to count as categories. */
const REPEATS = 2;
/** Values shown of a column of texts. */
const SHOWN = 3;

function typeOf(
  column: CsvColumn,
  known: readonly Cell[],
  different: number,
): ColumnReport['type'] {
  if (column.type !== 'text') return column.type;
  if (column.numbers.count > 0 && column.texts.count > 0) return 'mixed';
  if (possibleOrders(known).length > 0) return 'date';
  return different * REPEATS <= known.length ? 'category' : 'text';
}

function rangeOf(known: readonly Cell[]): string {
  const numbers = known.filter((value) => typeof value === 'number');
  const least = numbers.reduce((low, value) => Math.min(low, value), Infinity);
  const most = numbers.reduce((high, value) => Math.max(high, value), -Infinity);
  return `${least} to ${most}`;
}

function remarkOn(column: CsvColumn, type: ColumnReport['type'], known: readonly Cell[]): string {
  const { numbers, codes, texts } = column;
  if (type === 'date')
    return possibleOrders(known).length > 1 ? 'day or month first? say the order' : '';
  const kinds = Object.entries({ numbers, codes, texts }).filter(([, { count }]) => count > 0);
  if (kinds.length < 2) return '';
  return `mixed: ${kinds.map(([kind, { count, first }]) => `${count} ${kind} (${first})`).join(', ')}`;
}

/**
 * One line for each column of a CSV file: the type found, what is missing, and where values of different kinds are
 * mixed, with the line of the file. Show it with `table`.
 *
 * @param csv what `csvTable` gives.
 * @returns the reports, in the order of the columns.
 * @example
 * const columns = describeColumns(csvTable('age,when\n31,2024-03-25\nabout 40,2024-04-01\n'));
 * columns.map(({ type }) => type); // [ 'mixed', 'date' ]
 * columns[0]?.remark; // 'mixed: 1 numbers (line 2: "31"), 1 texts (line 3: "about 40")'
 */
export function describeColumns(csv: CsvTable<object>): ColumnReport[] {
  return Object.entries(csv.columns).map(([name, column]) => {
    const known = csv.rows
      .map((row) => (row as Readonly<Record<string, Cell>>)[name] ?? null)
      .filter((value) => value !== null);
    const distinct = [...new Set(known)];
    const type = typeOf(column, known, distinct.length);
    const some = distinct.slice(0, SHOWN).map(String);
    const more = distinct.length > SHOWN ? [...some, '…'] : some;
    return {
      column: name,
      type,
      missing: column.missing,
      different: distinct.length,
      values: type === 'number' ? rangeOf(known) : more.join(', '),
      remark: remarkOn(column, type, known),
    };
  });
}
