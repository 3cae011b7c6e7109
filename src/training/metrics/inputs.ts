/** Reads labels, scores and numbers out of arrays and tensors. */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';

/** A class: a number, a name, or yes/no. */
export type Label = number | string | boolean;

/** Labels `[N]` as an array or tensor; `[N, C]` rows of scores or one-hot rows stand for their argmax. */
export type LabelsInput = ArrayLike<Label> | readonly (readonly number[])[] | tf.Tensor;

/** Numbers `[N]` (or `[N, 1]`) as an array or tensor. */
export type NumbersInput = ArrayLike<number> | readonly (readonly number[])[] | tf.Tensor;

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

/** A tensor's or nested array's rows. @throws TypeError for anything else. */
export function readRows(caller: string, name: string, values: unknown): number[][] {
  if (isTensor(values)) {
    if (values.rank === 2) return values.arraySync() as number[][];
  } else if (Array.isArray(values) && values.every((row) => isList(row))) {
    return values.map((row) => Array.from(row));
  }
  throw new TypeError(
    `metrics.${caller}: expected ${name} of shape [N, C]; got ${describe(values)}. ` +
      'Pass one row of C scores per example.',
  );
}

function isList(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function describe(values: unknown): string {
  if (isTensor(values)) return `a tensor [${values.shape.join(', ')}]`;
  if (isList(values)) return `a list of ${values.length}`;
  return String(values);
}

/** Whether `values` is `[N, C]` with C > 1. */
export function isMatrix(values: unknown): boolean {
  if (isTensor(values)) return values.rank === 2 && (values.shape[1] ?? 1) > 1;
  if (!Array.isArray(values)) return false;
  const first: unknown = values[0];
  return isList(first) && first.length > 1;
}

const argMax = (row: number[]): number => row.indexOf(Math.max(...row));

/** @throws TypeError unless `values` are labels. */
export function readLabels(caller: string, name: string, values: LabelsInput): Label[] {
  if (isMatrix(values)) return readRows(caller, name, values).map(argMax);
  if (isTensor(values)) return Array.from(values.dataSync());
  if (isList(values)) {
    return Array.from(values as ArrayLike<Label | number[]>, (value) =>
      isList(value) ? itemAt(value, 0) : value,
    );
  }
  throw new TypeError(
    `metrics.${caller}: expected ${name} to be an array or tensor of labels; got ${describe(values)}. ` +
      'Await a prediction before passing it on.',
  );
}

/** @throws TypeError unless `values` are `[N]` or `[N, 1]` numbers without NaN. */
export function readNumbers(caller: string, name: string, values: NumbersInput): number[] {
  if (!isTensor(values) && !isList(values)) {
    throw new TypeError(
      `metrics.${caller}: expected ${name} to be an array or tensor of numbers; got ${describe(values)}. ` +
        'Await a prediction before passing it on.',
    );
  }
  if (isMatrix(values)) {
    throw new TypeError(
      `metrics.${caller}: expected ${name} of shape [N]; got ${describe(values)}. ` +
        'Pass one column, e.g. the score of the positive class.',
    );
  }
  const numbers = isTensor(values)
    ? Array.from(values.dataSync(), Number)
    : Array.from(values as ArrayLike<number | number[]>, (v) => Number(isList(v) ? v[0] : v));
  const bad = numbers.findIndex(Number.isNaN);
  if (bad < 0) return numbers;
  throw new TypeError(
    `metrics.${caller}: expected numbers in ${name}; got NaN at position ${bad}. ` +
      'Drop or fill missing values first.',
  );
}

/** @throws RangeError unless both have equal length of at least 1. */
export function checkPairs(caller: string, yTrue: ArrayLike<unknown>, yPred: ArrayLike<unknown>) {
  if (yTrue.length === yPred.length && yTrue.length > 0) return;
  throw new RangeError(
    `metrics.${caller}: expected as many predictions as true values, and at least one; got ` +
      `${yPred.length} and ${yTrue.length}. Evaluate both on the same examples.`,
  );
}
