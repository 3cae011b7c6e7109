/**
 * Comma-separated values as people have them: other separators, gaps, codes. Papa Parse takes the text apart; what a
 * field means is decided here, column by column.
 *
 * @see RFC 4180 for the format. https://www.rfc-editor.org/rfc/rfc4180
 */
import Papa from 'papaparse';
import { notice } from '../host/notice';
import { checkOptions } from '../host/options';
import {
  mixedNotice,
  readColumn,
  type CsvColumn,
  type Field,
  type NumberFormat,
} from './csv-columns';

/** One value of a row: a text, a number, or `null` where nothing is known. Rows made by hand may hold booleans. */
export type Cell = string | number | boolean | null;

export interface CsvOptions {
  /** What stands between fields. Defaults to the one of `,` `;` tab `|` that the first line holds most often. */
  delimiter?: ',' | ';' | '\t' | '|';
  /** Fields that mean "not known" and become `null`. Defaults to {@link MISSING_FIELDS}. */
  missing?: readonly string[];
  /** Columns that stay text although their fields look like numbers: house numbers, telephone numbers. */
  text?: readonly string[];
  /** Decimal mark. Defaults to '.'. */
  decimal?: '.' | ',';
  /** What groups digits by three, as in 120,000. Defaults to nothing: such a field is no number. */
  thousands?: ',' | '.' | ' ' | "'";
}

const CSV_OPTIONS = {
  delimiter: true,
  missing: true,
  text: true,
  decimal: true,
  thousands: true,
} satisfies Record<keyof CsvOptions, true>;

/** Fields that mean "not known" unless the options say otherwise: an empty one, and how programs write a gap. */
export const MISSING_FIELDS: readonly string[] = [
  ...['', '?', 'NA', 'N/A', 'n/a', '#N/A', '<NA>', 'NaN', 'nan', 'NULL', 'null'],
];

/** Rows, and what was found in each column. */
export interface CsvTable<Row = Record<string, Cell>> {
  rows: Row[];
  columns: Record<string, CsvColumn>;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The separator that the line of names holds most often outside quotes; a comma if it holds none. */
function findDelimiter(text: string): string {
  const names = (/^(?:"[^"]*"|[^"\r\n])*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((mark) => ({ mark, count: names.split(mark).length }));
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).mark;
}

/**
 * The same table with `\n` at the end of each line and without blanks around fields. What stands inside quotes stays
 * as it is.
 */
function tidy(text: string, delimiter: string): string {
  const end = `[${delimiter === '|' ? '\\|' : delimiter}\\r\\n]`;
  const blanks = delimiter === '\t' ? ' +' : '[ \\t]+';
  const quoted = `(?:${blanks})?("[^"]*(?:""[^"]*)*")(?:${blanks})?(?=${end}|$)`;
  const pattern = `(?<=^|${end})${quoted}|(?<=^|${end})${blanks}|${blanks}(?=${end}|$)|\\r\\n?`;
  return text.replace(new RegExp(pattern, 'g'), (match, kept: string | undefined) => {
    return kept ?? (match.startsWith('\r') ? '\n' : '');
  });
}

/** A record and the line of the file that it begins in, from 1. */
interface CsvRecord {
  line: number;
  fields: string[];
}

/** Takes the text apart; lines without anything are left out. */
function records(caller: string, text: string, delimiter: string): CsvRecord[] {
  const { data, errors } = Papa.parse<string[]>(tidy(text, delimiter), {
    delimiter,
    newline: '\n',
  });
  let line = 1;
  const lineEnds = (field: string): number => field.match(/\r\n?|\n/g)?.length ?? 0;
  const all = data.map((fields): CsvRecord => {
    const record = { line, fields };
    line += fields.reduce((sum, field) => sum + lineEnds(field), 1);
    return record;
  });
  const [error] = errors;
  if (error) {
    const at = all[error.row ?? 0];
    throw new RangeError(
      `${caller}: expected closed quotes around whole fields; got ${JSON.stringify(at?.fields.at(-1)?.slice(0, 30))} ` +
        `in line ${at?.line ?? 1}; double a quote that belongs to the text.`,
    );
  }
  return all.filter(({ fields }) => fields.length > 1 || fields[0] !== '');
}

function checkNames(caller: string, names: string[], line: number): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new RangeError(
    `${caller}: expected a different name for each column; got ${JSON.stringify(twice)} twice in line ${line}; ` +
      'rename one of them in the file.',
  );
}

function checkFormat(caller: string, options: CsvOptions): NumberFormat {
  checkOptions(caller, options, CSV_OPTIONS);
  const { decimal = '.', thousands = '', missing = MISSING_FIELDS } = options;
  if (decimal === thousands)
    throw new RangeError(
      `${caller}: expected decimal and thousands to differ; got ${JSON.stringify(decimal)} for both; ` +
        "pass for example { decimal: ',', thousands: '.' }.",
    );
  return { decimal, thousands, missing: new Set(missing) };
}

function checkText(caller: string, text: readonly string[], names: string[]): void {
  const unknown = text.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new RangeError(
    `${caller}: expected text to name columns among ${names.join(', ')}; got ${JSON.stringify(unknown)}; ` +
      'check the spelling.',
  );
}

function parse<Row>(caller: string, text: string, options: CsvOptions): CsvTable<Row> {
  const format = checkFormat(caller, options);
  const content = text.replace(/^\uFEFF/, '');
  const delimiter = options.delimiter ?? findDelimiter(content);
  const [header, ...lines] = records(caller, content, delimiter);
  if (!header)
    throw new RangeError(
      `${caller}: expected a first line of column names; got an empty text; check the file.`,
    );
  const names = header.fields.map((name) => name.trim());
  checkNames(caller, names, header.line);
  checkText(caller, options.text ?? [], names);
  const odd = lines.find(({ fields }) => fields.length !== names.length);
  if (odd)
    throw new RangeError(
      `${caller}: expected ${names.length} fields in each line; got ${odd.fields.length} in line ${odd.line}; ` +
        `quote fields that contain ${JSON.stringify(delimiter)}, or name another delimiter.`,
    );
  const columns = names.map((name, at) => {
    const fields = lines.map((line): Field => ({ line: line.line, text: line.fields[at] ?? '' }));
    const asText = options.text?.includes(name) ?? false;
    return { name, ...readColumn(caller, name, fields, format, asText) };
  });
  const rows = lines.map((_, row) => {
    const entries = columns.map(({ name, cells }) => [name, cells[row] ?? null] as const);
    return Object.fromEntries(entries) as Row;
  });
  return { rows, columns: Object.fromEntries(columns.map(({ name, column }) => [name, column])) };
}

/**
 * Rows of CSV text whose first line names the columns.
 *
 * A column whose known fields are all numbers becomes numbers; any other stays text throughout. Codes stay text:
 * numbers with leading zeros, and whole numbers beyond 2^53 that a number cannot hold. Fields that mean "not known"
 * become `null`; blank lines are left out, and blanks around fields do not count. A column in which some fields are
 * numbers and some are not is kept as text with a warning that names the first line of each.
 *
 * @param text    the content of the file.
 * @param options separator, decimal mark, which fields are missing, which columns stay text.
 * @returns one object a line, with the header's names.
 * @throws RangeError with the line if there is no header, a name occurs twice, a line has more or fewer fields than
 *   the header, a quote is not closed, or numbers are written with another decimal mark or with thousands separators.
 * @example
 * parseCsv('zip,price\n01234,2.5\n10115,NA'); // [ { zip: '01234', price: 2.5 }, { zip: '10115', price: null } ]
 * parseCsv('a;b\n1,5;120.000', { decimal: ',', thousands: '.' }); // [ { a: 1.5, b: 120000 } ]
 */
export function parseCsv<Row = Record<string, Cell>>(
  text: string,
  options: CsvOptions = {},
): Row[] {
  const { rows, columns } = parse<Row>('parseCsv', text, options);
  for (const [name, column] of Object.entries(columns)) {
    const mixed = mixedNotice('parseCsv', name, column);
    if (mixed !== undefined && !options.text?.includes(name)) notice(mixed);
  }
  return rows;
}

/**
 * Rows of CSV text as {@link parseCsv} reads them, with a report on each column: its type, how many fields are
 * missing, and where numbers and texts are mixed. Prints nothing.
 *
 * @param text    the content of the file.
 * @param options as for `parseCsv`.
 * @returns `rows`, and `columns` by name.
 * @throws RangeError as `parseCsv` does.
 * @example
 * const { columns } = csvTable('age\n31\nunknown\n\nNA');
 * columns.age?.type; // 'text'
 * [columns.age?.missing, columns.age?.numbers.count, columns.age?.texts.first]; // [ 1, 1, 'line 3: "unknown"' ]
 */
export function csvTable<Row = Record<string, Cell>>(
  text: string,
  options: CsvOptions = {},
): CsvTable<Row> {
  return parse<Row>('csvTable', text, options);
}
