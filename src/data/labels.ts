/** Labels of examples: read from a column, all of one kind, and known from training. */
import { notice } from '../host/notice';
import { shapeText } from '../host/checks';
import { tf } from '../engine';

/** One label for each example, or the name of a column when the data are rows. */
export type Labels = string | ArrayLike<unknown> | tf.Tensor;

const isMissing = (label: unknown): boolean =>
  label === null || label === undefined || Number.isNaN(label);

/** A label as messages show it. */
export const labelText = (label: unknown): string =>
  typeof label === 'bigint' ? `${label}n` : (JSON.stringify(label) ?? String(label));

/**
 * Rejects labels that mean the same but are not: `'1'` beside `1`, `true` beside `1`, objects. Missing ones count as
 * one more label.
 *
 * @throws TypeError naming the first two that differ in kind.
 */
export function checkOneKind(caller: string, what: string, labels: ArrayLike<unknown>): void {
  let first = -1;
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at];
    if (isMissing(label)) continue;
    if (typeof label === 'object' || typeof label === 'function')
      throw new TypeError(
        `${caller}: expected strings, numbers or booleans in ${what}; got ${labelText(label)} at position ${at}; ` +
          'turn each label into a string.',
      );
    if (first < 0) first = at;
    if (typeof label !== typeof labels[first])
      throw new TypeError(
        `${caller}: expected labels of one kind in ${what}; got ${labelText(labels[first])} at position ${first} ` +
          `and ${labelText(label)} at position ${at}; make them all numbers or all strings.`,
      );
  }
}

/** Positions of each label, in order of first appearance. */
export function positionsByLabel(labels: ArrayLike<unknown>): Map<unknown, number[]> {
  const positions = new Map<unknown, number[]>();
  for (let index = 0; index < labels.length; index++) {
    const label = isMissing(labels[index]) ? null : labels[index];
    const found = positions.get(label);
    if (found) found.push(index);
    else positions.set(label, [index]);
  }
  return positions;
}

type Row = Record<string, unknown>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

const asRows = (data: unknown): Row[] =>
  Array.isArray(data) && data.length > 0 && data.every(isRow) ? data : [];

/** One label an example, read from a column if `labels` is a name; all of one kind. */
export function resolveLabels(
  caller: string,
  option: string,
  labels: Labels,
  data: unknown,
  count: number,
): ArrayLike<unknown> {
  const found = typeof labels === 'string' ? column(caller, option, labels, data) : labels;
  if (found instanceof tf.Tensor && found.rank !== 1)
    throw new RangeError(
      `${caller}: expected ${option} of shape [N]; got ${shapeText(found.shape)}; ` +
        'take argMax(-1) of one-hot labels, or reshape them to [-1].',
    );
  const list = found instanceof tf.Tensor ? found.dataSync() : found;
  if (list.length !== count)
    throw new RangeError(
      `${caller}: expected ${option} to hold one label for each of ${count} examples; ` +
        `got ${list.length}; pass the labels of the same rows.`,
    );
  checkOneKind(caller, option, list);
  return list;
}

function column(caller: string, option: string, name: string, data: unknown): unknown[] {
  const rows = asRows(data);
  if (rows.length === 0 || !rows.every((row) => name in row))
    throw new TypeError(
      `${caller}: expected every row to have the column "${name}" named by ${option}; ` +
        'got data without it; pass an array of labels instead.',
    );
  return rows.map((row) => row[name]);
}

/** Most classes that a column of labels is expected to have. */
const MOST_CLASSES = 100;
const LABEL_NAMES = /^(?:y|labels?|class|classes|targets?|category)$/i;

const isClassNumber = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isName = (value: unknown): boolean => typeof value === 'string' || typeof value === 'boolean';

/** Whether values look like classes: few different ones, each with several examples on average. */
function looksLikeClasses(values: ArrayLike<unknown>, numbers: boolean): boolean {
  const list = Array.from(values);
  if (!list.every((value) => isName(value) || (numbers && isClassNumber(value)))) return false;
  const different = new Set(list).size;
  return different <= MOST_CLASSES && different * 2 <= list.length;
}

/** Labels of a tensor `[N]`, or the place of the 1 in rows `[N, C]` of zeros with a single 1. */
function tensorLabels(y: tf.Tensor): ArrayLike<unknown> {
  const values = y.dataSync();
  if (y.rank === 1) return values;
  const classes = y.shape[1] ?? 0;
  if (y.rank !== 2 || classes < 2) return [];
  const rows = Array.from({ length: y.shape[0] ?? 0 }, (_, row) =>
    values.slice(row * classes, (row + 1) * classes),
  );
  const isOneHot = (row: ArrayLike<number>) =>
    Array.from(row).filter((value) => value !== 0).length === 1 && Array.from(row).includes(1);
  return rows.every(isOneHot) ? rows.map((row) => row.indexOf(1)) : [];
}

/** Columns of `data` that look like classes, by name. */
function classColumns(data: unknown): Map<string, ArrayLike<unknown>> {
  const columns = new Map<string, ArrayLike<unknown>>();
  const add = (name: string, values: ArrayLike<unknown>, numbers: boolean) => {
    if (values.length > 0 && looksLikeClasses(values, numbers)) columns.set(name, values);
  };
  const rows = asRows(data);
  if (rows.length > 0)
    for (const name of Object.keys(rows[0] ?? {}))
      add(
        name,
        Array.from(rows, (row) => row[name]),
        LABEL_NAMES.test(name),
      );
  else if (Array.isArray(data)) add('the data', data, false);
  else if (isRow(data) && !(data instanceof tf.Tensor) && 'y' in data) {
    const { y } = data;
    if (y instanceof tf.Tensor) add('y', tensorLabels(y), true);
    else if (Array.isArray(y) || (ArrayBuffer.isView(y) && 'length' in y))
      add('y', Array.from(y as ArrayLike<unknown>), true);
  }
  return columns;
}

/** Examples to learn from, and others to judge by. */
export interface SeenAndUnseen {
  train: ArrayLike<number>;
  others: ArrayLike<number>[];
}

/**
 * Prints a notice if a class is judged that training never sees, which happens when sorted examples are cut in order.
 *
 * @param remedy completes the message.
 */
export function noticeUnseenClasses(
  caller: string,
  data: unknown,
  cuts: SeenAndUnseen[],
  remedy: string,
): void {
  for (const [name, values] of classColumns(data)) {
    const classes = [...positionsByLabel(values).keys()];
    const numberOf = new Map(classes.map((label, at) => [label, at]));
    const numbers = Int32Array.from({ length: values.length }, (_, at) => {
      return numberOf.get(values[at]) ?? -1;
    });
    const unseen = new Set<unknown>();
    for (const { train, others } of cuts) {
      const seen = new Uint8Array(classes.length);
      for (let at = 0; at < train.length; at++) seen[numbers[train[at] ?? -1] ?? -1] = 1;
      for (const other of others)
        for (let at = 0; at < other.length; at++) {
          const number = numbers[other[at] ?? -1] ?? -1;
          if (seen[number] === 0) unseen.add(classes[number]);
        }
    }
    if (unseen.size === 0) continue;
    const list = [...unseen].slice(0, 5).map(labelText).join(', ');
    notice(
      `${caller}: expected training to see every class of ${name}; got none of ${list}` +
        `${unseen.size > 5 ? ', …' : ''} in training, where a model is judged by it; ${remedy}.`,
    );
  }
}
