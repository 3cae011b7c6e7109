/** Precision, recall and F1 of every class in one table. */
import { Displayable, type MimeBundle } from '../../host/displayable';
import { escapeHtml } from '../../host/html';
import { checkOptions } from '../../host/options';
import { averageOver, classCounts, f1Of, precisionOf, recallOf, uniqueLabels } from './counts';
import { checkLabels, readPair, type Label, type LabelsInput } from './inputs';

/** One row of a {@link ClassificationReport}. */
export interface ReportRow {
  name: string;
  precision: number;
  recall: number;
  f1: number;
  /** How many examples are truly of this class (of all, for the averages). */
  support: number;
}

/** What {@link classificationReport} returns; a notebook shows it as a table. */
export class ClassificationReport extends Displayable {
  constructor(
    readonly classes: ReportRow[],
    readonly accuracy: number,
    readonly macro: ReportRow,
    readonly weighted: ReportRow,
  ) {
    super();
  }

  /** The table as aligned text. */
  override toString(): string {
    const rows = [...this.classes, this.macro, this.weighted];
    const width = Math.max(...rows.map(({ name }) => name.length), 8);
    const line = (cells: string[]): string =>
      cells.map((cell, i) => (i ? cell.padStart(10) : cell.padEnd(width))).join('');
    return [
      line(['class', 'precision', 'recall', 'F1', 'support']),
      ...rows.map((row) => line(cellsOf(row))),
      `accuracy ${this.accuracy.toFixed(4)}`,
    ].join('\n');
  }

  /** How a notebook shows it. */
  toMimeBundle(): MimeBundle {
    const cell = (tag: 'td' | 'th', text: string): string =>
      `<${tag} style="text-align:right">${escapeHtml(text)}</${tag}>`;
    const head = ['precision', 'recall', 'F1', 'support'].map((text) => cell('th', text)).join('');
    const rows = [...this.classes, this.macro, this.weighted].map((row) => {
      const [name = '', ...numbers] = cellsOf(row);
      const cells = numbers.map((text) => cell('td', text)).join('');
      return `<tr><th style="text-align:left">${escapeHtml(name)}</th>${cells}</tr>`;
    });
    const caption = `<caption>Accuracy ${this.accuracy.toFixed(4)}</caption>`;
    const html = `<table>${caption}<thead><tr><th>class</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
    return { 'text/html': html, 'text/plain': this.toString() };
  }
}

const cellsOf = (row: ReportRow): string[] => [
  row.name,
  row.precision.toFixed(4),
  row.recall.toFixed(4),
  row.f1.toFixed(4),
  String(row.support),
];

/** Options of {@link classificationReport}. */
export interface ReportOptions {
  /** Which classes, in which order. Default: all that occur, sorted. */
  labels?: readonly Label[] | undefined;
  /** What to call them. Default: the labels themselves. */
  names?: readonly string[] | undefined;
  /** Value where a division by zero would be. Default 0. */
  zeroDivision?: number | undefined;
}

const REPORT_OPTIONS = { labels: true, names: true, zeroDivision: true } satisfies Record<
  keyof ReportOptions,
  true
>;

/**
 * Precision, recall, F1 and support of every class, with their macro and weighted means.
 *
 * Axes: N examples.
 *
 * @param yTrue labels `[N]`
 * @param yPred labels `[N]`
 * @param options see {@link ReportOptions}
 * @returns rows of plain numbers that show themselves as a table
 * @throws TypeError for probabilities, missing values or labels of another kind; RangeError if names and
 *   classes differ in number, or for unknown options.
 * @see scikit-learn's classification_report. https://scikit-learn.org/stable/modules/model_evaluation.html
 * @example
 * const report = metrics.classificationReport([0, 1, 1, 1], [0, 0, 1, 1]);
 * report.classes[0].precision; // 0.5
 * report.accuracy; // 0.75
 */
export function classificationReport(
  yTrue: LabelsInput,
  yPred: LabelsInput,
  options: ReportOptions = {},
): ClassificationReport {
  checkOptions('metrics.classificationReport', options, REPORT_OPTIONS);
  const { labels, names, zeroDivision = 0 } = options;
  const [truth, guess] = readPair('classificationReport', yTrue, yPred);
  const present = uniqueLabels(truth, guess);
  checkLabels('classificationReport', labels, present);
  const order = labels ?? present;
  checkNames(names, order);
  const counts = classCounts(truth, guess, order);
  const rows = counts.map((count, i): ReportRow => ({
    name: names?.[i] ?? String(count.label),
    precision: precisionOf(count, zeroDivision),
    recall: recallOf(count, zeroDivision),
    f1: f1Of(count, zeroDivision),
    support: count.truePositives + count.falseNegatives,
  }));
  const mean = (average: 'macro' | 'weighted'): ReportRow => ({
    name: `${average} mean`,
    precision: averageOver(counts, precisionOf, average, zeroDivision),
    recall: averageOver(counts, recallOf, average, zeroDivision),
    f1: averageOver(counts, f1Of, average, zeroDivision),
    support: rows.reduce((sum, { support }) => sum + support, 0),
  });
  const right = truth.filter((label, i) => label === guess[i]).length / truth.length;
  return new ClassificationReport(rows, right, mean('macro'), mean('weighted'));
}

function checkNames(names: readonly string[] | undefined, order: readonly Label[]): void {
  if (!names || names.length === order.length) return;
  throw new RangeError(
    `metrics.classificationReport: expected ${order.length} names, one per class; got ` +
      `${names.length}; give them in the order ${order.map(String).join(', ')}.`,
  );
}
