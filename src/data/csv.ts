/** Comma-separated values, as RFC 4180 describes them. */

/** One record, read from or written to a line. */
export type Cell = string | number | boolean | null;

/**
 * Splits CSV text into records of text fields; quotes, doubled quotes and line breaks inside quotes included.
 *
 * @throws RangeError if a quote is not closed.
 */
function records(text: string): string[][] {
  const rows: string[][] = [];
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/y;
  let row: string[] = [];
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match)
      throw new RangeError(
        `parseCsv: expected closed quotes; got ${JSON.stringify(text.slice(start, start + 30))} ` +
          `in record ${rows.length + 1}; double a quote that belongs to the text.`,
      );
    const [, field = '', end = ''] = match;
    row.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end !== ',') {
      rows.push(row);
      row = [];
    } else if (pattern.lastIndex === text.length) {
      rows.push([...row, '']);
    }
  }
  return rows;
}

/** Text becomes a number where it is one, `null` where it is empty. */
function toCell(field: string): Cell {
  if (field === '') return null;
  const value = Number(field);
  return field.trim() !== '' && Number.isFinite(value) ? value : field;
}

/**
 * Rows of CSV text whose first line names the columns. Numbers become numbers, empty fields `null`.
 *
 * @returns one object a line, with the header's names.
 * @throws RangeError if there is no header or a line has more or fewer fields than it.
 */
export function parseCsv<Row = Record<string, Cell>>(text: string): Row[] {
  const [header, ...lines] = records(text.replace(/^\uFEFF/, ''));
  if (!header)
    throw new RangeError(
      'parseCsv: expected a first line of column names; got an empty text; check the file.',
    );
  return lines.map((fields, at) => {
    if (fields.length !== header.length)
      throw new RangeError(
        `parseCsv: expected ${header.length} fields in each line; got ${fields.length} in line ${at + 2}; ` +
          'quote fields that contain commas.',
      );
    return Object.fromEntries(
      header.map((name, column) => [name, toCell(fields[column] ?? '')]),
    ) as Row;
  });
}
