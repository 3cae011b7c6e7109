/** Reads labels, scores and numbers out of arrays and tensors, and refuses what cannot be meant. */
import { shapeText } from '../../host/checks';
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';

/** A class: a number, a name, or yes/no. */
export type Label = number | string | boolean;

/** Labels `[N]` as an array or tensor; `[N, C]` rows of scores or one-hot rows stand for their argmax. */
export type LabelsInput = ArrayLike<Label> | readonly (readonly number[])[] | tf.Tensor;

/** Numbers `[N]` (or `[N, 1]`) as an array or tensor. */
export type NumbersInput = ArrayLike<number> | readonly (readonly number[])[] | tf.Tensor;

/** Rows `[N, C]` of scores as nested arrays or a tensor. */
export type RowsInput = readonly ArrayLike<number>[] | tf.Tensor;

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function describe(values: unknown): string {
  if (isTensor(values)) return `a tensor ${shapeText(values.shape)}`;
  if (isList(values)) return `a list of ${values.length}`;
  return values instanceof Promise ? 'a promise' : String(values);
}

/** The elements of a list, or the rows of a tensor, one level deep. */
function elements(caller: string, name: string, values: unknown, what: string): unknown[] {
  if (isTensor(values)) {
    if (values.rank === 1) return Array.from<unknown>(values.dataSync());
    if (values.rank === 2) return rowsOf(values);
    throw new RangeError(
      `metrics.${caller}: expected ${name} of shape [N] or [N, C]; got ${describe(values)}; ` +
        'reshape it to one row per example, e.g. with reshape([-1]) or reshape([-1, C]).',
    );
  }
  if (isList(values)) return Array.from(values);
  throw new TypeError(
    `metrics.${caller}: expected ${name} to be an array or tensor of ${what}; got ${describe(values)}; ` +
      'await a prediction before passing it on.',
  );
}

function rowsOf(tensor: tf.Tensor): number[][] {
  const values = tensor.dataSync();
  const width = tensor.shape[1] ?? 1;
  return Array.from({ length: tensor.shape[0] ?? 0 }, (_, i) =>
    Array.from(values.slice(i * width, (i + 1) * width)),
  );
}

/** Whether `values` is `[N, C]` with C > 1. */
export function isMatrix(values: unknown): boolean {
  if (isTensor(values)) return values.rank === 2 && (values.shape[1] ?? 1) > 1;
  if (!Array.isArray(values)) return false;
  return values.some((row) => isList(row) && row.length > 1);
}

/** A number that is not NaN. */
function checkNumber(caller: string, name: string, value: unknown, where: string): number {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  const got = typeof value === 'string' ? `the text '${value}'` : String(value);
  throw new TypeError(
    `metrics.${caller}: expected numbers in ${name}; got ${got} at ${where}; ` +
      (typeof value === 'number' || value == null
        ? 'drop or fill missing values first.'
        : 'convert them first, e.g. with values.map(Number).'),
  );
}

/**
 * Rows `[N, C]`, all of one length.
 *
 * @throws TypeError for anything else and for NaN; RangeError for rows of unequal length.
 */
export function readRows(caller: string, name: string, values: unknown): number[][] {
  const rows =
    isTensor(values) || isList(values) ? elements(caller, name, values, 'rows') : [values];
  const width = isList(rows[0]) ? rows[0].length : 0;
  return rows.map((row, i) => {
    if (!isList(row)) {
      throw new TypeError(
        `metrics.${caller}: expected ${name} of shape [N, C]; got ${describe(values)}; ` +
          'pass one row of C scores per example, e.g. [1 - p, p] for two classes.',
      );
    }
    if (row.length !== width || width === 0) {
      throw new RangeError(
        `metrics.${caller}: expected rows of equal length in ${name}; got ${row.length} numbers in row ${i} ` +
          `and ${width} in row 0; pass one score per class.`,
      );
    }
    return Array.from(row, (value) => checkNumber(caller, name, value, `row ${i}`));
  });
}

/** Class of each row. Rows of targets must be probabilities, rows of predictions may be any scores. */
function readArgMax(caller: string, name: string, values: unknown): number[] {
  const rows = readRows(caller, name, values);
  const sum = (row: number[]): number => row.reduce((total, value) => total + value, 0);
  const binary = rows.every((row) => row.every((value) => value === 0 || value === 1));
  if (binary && rows.some((row) => sum(row) !== 1)) {
    throw new RangeError(
      `metrics.${caller}: expected one class per example in ${name}; got rows of 0 and 1 with several ` +
        'labels or none; pass one column at a time, or flatten both to judge each label on its own.',
    );
  }
  const share = (row: number[]): boolean =>
    row.every((value) => value >= 0) && Math.abs(sum(row) - 1) < 1e-3;
  if (name === 'yTrue' && !rows.every(share)) {
    throw new RangeError(
      `metrics.${caller}: expected class numbers, or one-hot rows that sum to 1, in ${name}; got a row of ` +
        `other numbers; flatten sequences of labels, of both, to [N] first.`,
    );
  }
  return rows.map((row) => row.indexOf(Math.max(...row)));
}

type Kind = 'number' | 'string' | 'boolean';

const KIND_NAMES: Record<Kind, string> = {
  number: 'numbers',
  string: 'texts',
  boolean: 'booleans',
};

function labelKind(value: unknown): Kind | undefined {
  const kind = typeof value;
  return kind === 'number' || kind === 'string' || kind === 'boolean' ? kind : undefined;
}

/** The kind of all labels. @throws TypeError if they differ, or one is no label. */
function kindOf(caller: string, name: string, labels: readonly unknown[]): Kind | undefined {
  const kinds = new Set<Kind>();
  for (const [i, label] of labels.entries()) {
    const kind = labelKind(label);
    if (!kind || (typeof label === 'number' && !Number.isFinite(label))) {
      throw new TypeError(
        `metrics.${caller}: expected labels in ${name}; got ${String(label)} at position ${i}; ` +
          'drop or fill missing values first.',
      );
    }
    if (typeof label === 'number' && !Number.isInteger(label)) throw fraction(caller, name, label);
    kinds.add(kind);
  }
  if (kinds.size > 1) throw mixed(caller, `within ${name}`, [...kinds]);
  return [...kinds][0];
}

function fraction(caller: string, name: string, value: number): TypeError {
  const remedy =
    value >= 0 && value <= 1
      ? 'threshold probabilities first: values.map((p) => (p > 0.5 ? 1 : 0)), for a tensor ' +
        'values.greater(0.5).toInt(), for several classes argMax(-1).'
      : 'round or bin the numbers first, or measure their errors with metrics.mae.';
  return new TypeError(
    `metrics.${caller}: expected class labels in ${name}; got the number ${value}; ${remedy}`,
  );
}

function mixed(caller: string, where: string, [a, b]: Kind[]): TypeError {
  const both = [a, b].map((kind) => KIND_NAMES[kind ?? 'number']).join(' and ');
  return new TypeError(
    `metrics.${caller}: expected labels of one kind; got ${both} ${where}, which never agree; ` +
      'convert one of them, e.g. with labels.map(Number).',
  );
}

/**
 * Labels of one kind.
 *
 * @throws TypeError unless `values` are labels: whole numbers, texts or booleans; RangeError for several
 *   labels per example.
 */
export function readLabels(caller: string, name: string, values: LabelsInput): Label[] {
  if (isMatrix(values)) return readArgMax(caller, name, values);
  const labels = elements(caller, name, values, 'labels').map((value) =>
    isList(value) && value.length === 1 ? value[0] : value,
  );
  kindOf(caller, name, labels);
  return labels.filter((label): label is Label => labelKind(label) !== undefined);
}

/**
 * True and predicted labels of the same kind and number.
 *
 * @throws TypeError or RangeError if they are not.
 */
export function readPair(
  caller: string,
  yTrue: LabelsInput,
  yPred: LabelsInput,
): [truth: Label[], guess: Label[]] {
  const truth = readLabels(caller, 'yTrue', yTrue);
  const guess = readLabels(caller, 'yPred', yPred);
  checkPairs(caller, truth, guess);
  const [a, b] = [labelKind(truth[0]), labelKind(guess[0])];
  if (a && b && a !== b) throw mixed(caller, 'in yTrue and yPred', [a, b]);
  return [truth, guess];
}

/**
 * Labels given as an option, of the kind of the data.
 *
 * @throws TypeError for another kind; RangeError for repeated labels, or if none of them occurs.
 */
export function checkLabels(
  caller: string,
  labels: readonly Label[] | undefined,
  present: readonly Label[],
): void {
  if (!labels) return;
  const [a, b] = [kindOf(caller, 'labels', labels), labelKind(present[0])];
  if (a && b && a !== b) throw mixed(caller, 'in labels and in the data', [a, b]);
  if (new Set(labels).size === labels.length && labels.some((l) => present.includes(l))) return;
  throw new RangeError(
    `metrics.${caller}: expected labels that differ, some of which occur; got ` +
      `${labels.map(String).join(', ') || 'none'}; the data holds ${present.slice(0, 8).map(String).join(', ')}.`,
  );
}

/**
 * Scores `[N]` or `[N, 1]`: any numbers that can be put in order, infinite ones too.
 *
 * @throws TypeError for other values and NaN.
 */
export function readScores(caller: string, name: string, values: NumbersInput): number[] {
  if (isMatrix(values)) {
    throw new TypeError(
      `metrics.${caller}: expected ${name} of shape [N]; got ${describe(values)}; ` +
        'pass one column, e.g. the score of the positive class.',
    );
  }
  return elements(caller, name, values, 'numbers').map((value, i) =>
    checkNumber(caller, name, isList(value) ? value[0] : value, `position ${i}`),
  );
}

/**
 * Finite numbers `[N]` or `[N, 1]`.
 *
 * @throws TypeError for other values; RangeError for infinite ones.
 */
export function readNumbers(caller: string, name: string, values: NumbersInput): number[] {
  const numbers = readScores(caller, name, values);
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return numbers;
  throw new RangeError(
    `metrics.${caller}: expected finite numbers in ${name}; got ${itemAt(numbers, bad)} at position ${bad}; ` +
      'find the division by zero or the overflow that made it.',
  );
}

/** @throws RangeError unless both have equal length of at least 1. */
export function checkPairs(caller: string, yTrue: ArrayLike<unknown>, yPred: ArrayLike<unknown>) {
  if (yTrue.length === yPred.length && yTrue.length > 0) return;
  throw new RangeError(
    `metrics.${caller}: expected as many predictions as true values, and at least one; got ` +
      `${yPred.length} and ${yTrue.length}; evaluate both on the same examples.`,
  );
}

/** @throws RangeError unless `value` is one of `known`. */
export function checkChoice(caller: string, option: string, value: string, known: string[]): void {
  if (known.includes(value)) return;
  throw new RangeError(
    `metrics.${caller}: expected ${option} among ${known.join(', ')}; got ${String(value)}; ` +
      'leave it out for the default.',
  );
}
