/** The table "expected versus yours" at the end of a chapter. */
import { whyNotJudged } from './configure';
import { Displayable, type MimeBundle } from '../host/displayable';
import { escapeHtml, htmlTable } from '../host/html';

/** MIME type under which a notebook's stated results are collected. */
export const RESULTS_MIME = 'application/vnd.dlts.results+json';

/** One result that a chapter states. */
export interface ExpectedResult {
  /** What was measured, on which data: `'test accuracy of the CNN'`. */
  name: string;
  /** The reader's own number, in `unit`. */
  value: number;
  /** Lowest and highest value that count as reproduced, both included, in `unit`. */
  band: readonly [low: number, high: number];
  /** What it is compared with, and where that was published; Markdown is not rendered. */
  anchor: string;
  /** Unit of `value` and `band`; with `'%'` they run from 0 to 100. Default: none. */
  unit?: string;
}

/** One row as stored in the notebook. */
export interface ResultRow {
  name: string;
  value: number | null;
  low: number;
  high: number;
  unit?: string;
  anchor: string;
}

/** The shown table; `rows` holds the numbers. */
export class ExpectedTable extends Displayable {
  /** @internal */
  constructor(
    readonly chapter: string,
    readonly rows: readonly ResultRow[],
    private readonly notJudged: string | undefined,
  ) {
    super();
  }

  /** Whether every value lies in its band. Says nothing about a run in quick mode. */
  get allInside(): boolean {
    return this.rows.every(isInside);
  }

  override toMimeBundle(): MimeBundle {
    return {
      [RESULTS_MIME]: { chapter: this.chapter, rows: this.rows.map((row) => ({ ...row })) },
      'text/html': this.html(),
      'text/plain': this.text(),
    };
  }

  private cells(): string[][] {
    return this.rows.map((row) => [
      row.name,
      `${format(row.low, row)} to ${format(row.high, row)}${unitOf(row)}`,
      row.value === null ? 'not a number' : `${format(row.value, row)}${unitOf(row)}`,
      this.verdict(row),
      row.anchor,
    ]);
  }

  private verdict(row: ResultRow): string {
    if (this.notJudged) return 'not judged';
    if (isInside(row)) return '✓ reproduced';
    if (row.value === null) return '✗ not a number';
    return row.value < row.low ? '✗ below the band' : '✗ above the band';
  }

  private get remark(): string {
    if (this.notJudged)
      return `${this.notJudged}. Bands are judged with the chapter's own settings only: in JupyterLab, DLTS_QUICK unset.`;
    return this.allInside
      ? 'Every result lies in its band.'
      : 'A result outside its band: see whether all cells ran once, in order, with the settings unchanged.';
  }

  private html(): string {
    const grid = htmlTable({
      columns: COLUMNS.map((name) => ({ name })),
      rows: this.cells(),
      caption: `Expected versus yours, chapter ${this.chapter}`,
      rowHeaders: true,
    });
    return `${grid}\n<p>${escapeHtml(this.remark)}</p>`;
  }

  private text(): string {
    const lines = [COLUMNS, ...this.cells()];
    const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
    const padded = lines.map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    return [...padded, this.remark].join('\n');
  }
}

const COLUMNS = ['result', 'expected', 'yours', 'verdict', 'compared with'];

/**
 * The results that a chapter states, beside the reader's own.
 *
 * With small settings (quick mode, a page) the table says that bands are judged with the chapter's own only.
 *
 * @param results at least one; values are in the unit that the row names.
 * @param options.chapter two digits, as in the notebook's name; a letter follows where a chapter goes further: `'02b'`.
 * @returns a table that shows itself as the last value of a cell, and that the notebook runner reads.
 * @throws TypeError or RangeError if a row lacks a name or an anchor, or its band is no interval.
 *
 * @example
 * expected([{ name: 'test accuracy', value: 97.7, band: [97.5, 98.5], unit: '%',
 *   anchor: 'Chollet 2021, larger network: 97.77 %' }], { chapter: '02' });
 */
export function expected(
  results: readonly ExpectedResult[],
  { chapter }: { chapter: string },
): ExpectedTable {
  if (!/^\d\d[a-z]?$/.test(chapter))
    throw new RangeError(
      `expected: expected chapter to be two digits such as '02'; got '${chapter}'; use the notebook's number, with its letter if it has one (02b).`,
    );
  if (results.length === 0)
    throw new RangeError(
      'expected: expected at least one result; got none; state what the chapter claims.',
    );
  return new ExpectedTable(chapter, results.map(toRow), whyNotJudged());
}

function toRow({ name, value, band, anchor, unit }: ExpectedResult): ResultRow {
  if (typeof name !== 'string' || name === '' || typeof anchor !== 'string' || anchor === '')
    throw new TypeError(
      `expected: expected every row to have a name and an anchor; got name '${name}', anchor '${anchor}'; ` +
        'say what was measured and what it is compared with.',
    );
  const [low, high] = band;
  if (!(low <= high))
    throw new RangeError(
      `expected: expected the band of '${name}' to be [low, high]; got [${low}, ${high}]; put the lower number first.`,
    );
  if (typeof value !== 'number')
    throw new TypeError(
      `expected: expected the value of '${name}' to be a number; got ${typeof value}; await promises and read tensors out.`,
    );
  const row = { name, value: Number.isFinite(value) ? value : null, low, high, anchor };
  return unit === undefined ? row : { ...row, unit };
}

function isInside(row: ResultRow): boolean {
  return row.value !== null && row.value >= row.low && row.value <= row.high;
}

function unitOf(row: ResultRow): string {
  return row.unit === undefined ? '' : `\u00a0${row.unit}`; // not torn from its number
}

/** As many decimals as the row's band needs, and two more digits than its width, at most four significant ones. */
function format(value: number, { low, high }: ResultRow): string {
  const width = high - low || Math.abs(high) || 1;
  const decimals = Math.min(10, Math.max(0, 1 - Math.floor(Math.log10(width))));
  const tiny = value !== 0 && Math.abs(value) < 10 ** -decimals / 2;
  return tiny ? value.toExponential(1).replace('-', '−') : String(Number(value.toFixed(decimals)));
}
