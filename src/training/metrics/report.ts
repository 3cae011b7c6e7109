/** Precision, recall and F1 of every class in one table. */
import {
  averageOver,
  classCounts,
  f1Of,
  precisionOf,
  recallOf,
  uniqueLabels,
  accuracy as accuracyOf,
} from './classification';
import { checkPairs, readLabels, type Label, type LabelsInput } from './inputs';

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
export class ClassificationReport {
  constructor(
    readonly classes: ReportRow[],
    readonly accuracy: number,
    readonly macro: ReportRow,
    readonly weighted: ReportRow,
  ) {}

  /** The table as aligned text. */
  toString(): string {
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
  toMimeBundle(): Record<string, unknown> {
    const cell = (tag: 'td' | 'th', text: string): string =>
      `<${tag} style="text-align:right">${escapeText(text)}</${tag}>`;
    const head = ['precision', 'recall', 'F1', 'support'].map((text) => cell('th', text)).join('');
    const rows = [...this.classes, this.macro, this.weighted].map((row) => {
      const [name = '', ...numbers] = cellsOf(row);
      const cells = numbers.map((text) => cell('td', text)).join('');
      return `<tr><th style="text-align:left">${escapeText(name)}</th>${cells}</tr>`;
    });
    const caption = `<caption>Accuracy ${this.accuracy.toFixed(4)}</caption>`;
    const html = `<table>${caption}<thead><tr><th>class</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
    return { 'text/html': html, 'text/plain': this.toString() };
  }
}

const escapeText = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const cellsOf = (row: ReportRow): string[] => [
  row.name,
  row.precision.toFixed(4),
  row.recall.toFixed(4),
  row.f1.toFixed(4),
  String(row.support),
];

/**
 * Precision, recall, F1 and support of every class, with their macro and weighted means.
 *
 * @param options.labels which classes, in which order; default all that occur
 * @param options.names  what to call them; default the labels themselves
 */
export function classificationReport(
  yTrue: LabelsInput,
  yPred: LabelsInput,
  {
    labels,
    names,
    zeroDivision = 0,
  }: { labels?: readonly Label[]; names?: readonly string[]; zeroDivision?: number } = {},
): ClassificationReport {
  const truth = readLabels('classificationReport', 'yTrue', yTrue);
  const guess = readLabels('classificationReport', 'yPred', yPred);
  checkPairs('classificationReport', truth, guess);
  const order = labels ?? uniqueLabels(truth, guess);
  if (names && names.length !== order.length) {
    throw new RangeError(
      `metrics.classificationReport: expected ${order.length} names, one per class; got ` +
        `${names.length}. Give them in the order ${order.map(String).join(', ')}.`,
    );
  }
  const counts = classCounts(truth, guess, order);
  const ratios = { precision: precisionOf, recall: recallOf, f1: f1Of };
  const rows = counts.map((count, i): ReportRow => ({
    name: names?.[i] ?? String(count.label),
    precision: precisionOf(count, zeroDivision),
    recall: recallOf(count, zeroDivision),
    f1: f1Of(count, zeroDivision),
    support: count.truePositives + count.falseNegatives,
  }));
  const mean = (average: 'macro' | 'weighted'): ReportRow => ({
    name: `${average} mean`,
    precision: averageOver(counts, ratios.precision, average, zeroDivision),
    recall: averageOver(counts, ratios.recall, average, zeroDivision),
    f1: averageOver(counts, ratios.f1, average, zeroDivision),
    support: rows.reduce((sum, { support }) => sum + support, 0),
  });
  return new ClassificationReport(rows, accuracyOf(truth, guess), mean('macro'), mean('weighted'));
}
