/** What the fields of a CSV column mean: numbers, texts, codes, gaps. */

/** A field as it stands in the file. */
export interface Field {
  /** Line of the file, from 1. */
  line: number;
  text: string;
}

/** How numbers and gaps are written. */
export interface NumberFormat {
  decimal: '.' | ',';
  /** What groups digits by three; empty for nothing. */
  thousands: string;
  missing: ReadonlySet<string>;
}

/** How many fields are of a kind, and the first one with its line, such as `line 3: "unknown"`. */
export interface FieldCount {
  count: number;
  /** Empty if there is none. */
  first: string;
}

/** What a column of CSV text holds. */
export interface CsvColumn {
  /** 'number' if all known fields are numbers; 'empty' if nothing is known; otherwise 'text'. */
  type: 'number' | 'text' | 'empty';
  /** Fields that are missing. */
  missing: number;
  /** Fields that read as numbers. */
  numbers: FieldCount;
  /** Digits that are no number: leading zeros, or more of them than a number holds. */
  codes: FieldCount;
  /** Everything else. */
  texts: FieldCount;
}

type Kind = 'missing' | 'numbers' | 'codes' | 'texts';

const escaped = (mark: string): string =>
  mark === ' ' ? '[ \\u00a0\\u202f]' : mark.replace(/[.]/g, '\\$&');

/** Matches a number as `format` writes it; no other way of writing counts, `0x10` and `Infinity` neither. */
function numberPattern({
  decimal,
  thousands,
}: Pick<NumberFormat, 'decimal' | 'thousands'>): RegExp {
  const mark = escaped(decimal);
  const groups = thousands === '' ? '' : `\\d{1,3}(?:${escaped(thousands)}\\d{3})+|`;
  return new RegExp(`^[+-]?(?:(?:${groups}\\d+)(?:${mark}\\d*)?|${mark}\\d+)(?:[eE][+-]?\\d+)?$`);
}

/** A reader of one field: its kind, and its value if it is a number. */
function fieldReader(format: NumberFormat): (text: string) => { kind: Kind; value: number } {
  const pattern = numberPattern(format);
  const grouping = format.thousands === '' ? undefined : new RegExp(escaped(format.thousands), 'g');
  return (text) => {
    const field = text.trim();
    if (format.missing.has(field)) return { kind: 'missing', value: NaN };
    if (!pattern.test(field)) return { kind: 'texts', value: NaN };
    const plain = (grouping ? field.replace(grouping, '') : field).replace(format.decimal, '.');
    const value = Number(plain);
    const isCode =
      /^[+-]?0\d/.test(plain) || (/^[+-]?\d+$/.test(plain) && !Number.isSafeInteger(value));
    if (isCode) return { kind: 'codes', value: NaN };
    return Number.isFinite(value) ? { kind: 'numbers', value } : { kind: 'texts', value: NaN };
  };
}

/** Other ways of writing numbers that people use, with the options that read them. */
const OTHER_FORMATS = [
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: ' ' },
  { decimal: '.', thousands: "'" },
] as const;

/** @throws RangeError if a column of texts would be one of numbers in another way of writing them. */
function refuseOtherFormat(caller: string, name: string, known: Field[]): void {
  const other = OTHER_FORMATS.find((format) => {
    const pattern = numberPattern(format);
    return known.every(({ text }) => pattern.test(text.trim()));
  });
  const first = known.find(
    ({ text }) => !numberPattern({ decimal: '.', thousands: '' }).test(text),
  );
  if (!other || !first) return;
  const { decimal, thousands } = other;
  const options = [
    ...(decimal === '.' ? [] : ["decimal: ','"]),
    ...(thousands === '' ? [] : [`thousands: ${thousands === "'" ? `"'"` : `'${thousands}'`}`]),
  ];
  throw new RangeError(
    `${caller}: expected numbers such as 1234.5 in column ${name}; got ${JSON.stringify(first.text)} in line ` +
      `${first.line}; read it with { ${options.join(', ')} }, or keep it as it is with { text: ['${name}'] }.`,
  );
}

/** The values of a column and the report on it. */
export function readColumn(
  caller: string,
  name: string,
  fields: Field[],
  format: NumberFormat,
  asText: boolean,
): { cells: (string | number | null)[]; column: CsvColumn } {
  const read = fieldReader(format);
  const found = fields.map(({ text }) => read(text));
  const count = (kind: Kind): FieldCount => {
    const first = fields[found.findIndex((field) => field.kind === kind)];
    return {
      count: found.filter((field) => field.kind === kind).length,
      first: first ? `line ${first.line}: ${JSON.stringify(first.text)}` : '',
    };
  };
  const [numbers, codes, texts] = [count('numbers'), count('codes'), count('texts')];
  const known = fields.filter((_, at) => found[at]?.kind !== 'missing');
  if (texts.count > 0 && !asText) refuseOtherFormat(caller, name, known);
  const isNumeric = !asText && numbers.count === known.length;
  const cells = fields.map(({ text }, at) => {
    const { kind, value } = found[at] ?? { kind: 'missing', value: NaN };
    return kind === 'missing' ? null : isNumeric ? value : text;
  });
  const type = known.length === 0 ? 'empty' : isNumeric ? 'number' : 'text';
  const missing = fields.length - known.length;
  return { cells, column: { type, missing, numbers, codes, texts } };
}

/** What to tell about a column in which numbers and texts are mixed; `undefined` for any other. */
export function mixedNotice(caller: string, name: string, column: CsvColumn): string | undefined {
  const { numbers, texts } = column;
  if (numbers.count === 0 || texts.count === 0) return undefined;
  return (
    `${caller}: expected numbers only or texts only in column ${name}; got ${numbers.count} numbers ` +
    `(${numbers.first}) and ${texts.count} texts (${texts.first}), all kept as text; add what means "not known" ` +
    `to { missing: [...] }, or say { text: ['${name}'] }.`
  );
}
