/** Checks of labels and predictions that losses and metrics share. */
import { shapeText } from '../../host/checks';
import { tf } from '../../engine';

/** Rows of probabilities in float32 may miss a sum of 1 by this much. */
const SUM_TOLERANCE = 1e-3;
/** Softmax in float32 may exceed 1 by a rounding error. */
const ROUNDING = 1e-5;

/** Axis 0 as `N`: the number of examples is not what is wrong. */
const axesText = (tensor: tf.Tensor): string => `[${['N', ...tensor.shape.slice(1)].join(', ')}]`;

/** Drops a trailing axis of size 1, so that `[B, 1]` equals `[B]`. */
export function squeezeLast(shape: readonly number[]): number[] {
  return shape.length > 1 && shape[shape.length - 1] === 1 ? shape.slice(0, -1) : [...shape];
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** Whether shapes are equal, axis 0 and a trailing axis of size 1 aside. */
function sameButColumn(a: tf.Tensor, b: tf.Tensor): boolean {
  return sameShape(squeezeLast(a.shape).slice(1), squeezeLast(b.shape).slice(1));
}

/** Size of the last axis: the classes or outputs of a prediction. */
export const lastSize = ({ shape }: tf.Tensor): number => shape[shape.length - 1] ?? 1;

/** Throws unless there is one target for each prediction, and at least one. */
export function checkCount(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
  const [targets, predictions] = [yTrue.shape[0] ?? 1, yPred.shape[0] ?? 1];
  if (targets === predictions && predictions > 0) return;
  throw new RangeError(
    `${caller}: expected as many targets as predictions, and at least one; got ` +
      `${shapeText(yTrue.shape)} and ${shapeText(yPred.shape)}; compare the same examples.`,
  );
}

/**
 * Throws unless targets and predictions have equal shape, axis 0 and a trailing axis of size 1 aside.
 * Axis 0 is left out because predictions may be given for the first few examples only.
 */
export function checkSameShape(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
  if (sameButColumn(yTrue, yPred)) return;
  throw new RangeError(
    `${caller}: expected targets of the shape of the model's output, ${axesText(yPred)}; got ` +
      `${axesText(yTrue)}; give the last layer as many units as a target has numbers, or reshape y.`,
  );
}

/** Whether `yTrue` has the shape of one class number for each prediction over several classes. */
export function isSparse(yTrue: tf.Tensor, yPred: tf.Tensor): boolean {
  if (yPred.rank < 2 || lastSize(yPred) < 2) return false;
  const positions = yPred.shape.slice(1, -1);
  const given = yTrue.shape.slice(1);
  return sameShape(given, positions) || sameShape(given, [...positions, 1]);
}

/** Throws unless `yTrue` has the shape `[N, …]` of class numbers for predictions `[B, …, C]`, C ≥ 2. */
export function checkSparseShape(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
  if (isSparse(yTrue, yPred)) return;
  if (yPred.rank < 2 || lastSize(yPred) < 2) {
    throw new RangeError(
      `${caller}: expected a model with at least two outputs, one for each class; got the output ` +
        `${axesText(yPred)}; give the last layer one unit per class, or use losses.binaryCrossentropy.`,
    );
  }
  const oneHot = sameShape(yTrue.shape.slice(1), yPred.shape.slice(1));
  const positions = ['N', ...yPred.shape.slice(1, -1)].join(', ');
  throw new RangeError(
    `${caller}: expected class numbers of shape [${positions}] for a model with output ` +
      `${axesText(yPred)}; got ${axesText(yTrue)}; ` +
      (oneHot
        ? 'these look one-hot: use losses.categoricalCrossentropy, or y.argMax(-1).'
        : 'give one integer per prediction.'),
  );
}

/** Throws unless every label is a whole number from 0 to `classes` − 1, or `ignoreIndex`. */
export function checkLabelRange(
  caller: string,
  yTrue: tf.Tensor,
  classes: number,
  ignoreIndex?: number,
): void {
  for (const label of yTrue.dataSync()) {
    if (label === ignoreIndex || (Number.isInteger(label) && label >= 0 && label < classes)) {
      continue;
    }
    throw new RangeError(
      `${caller}: expected integer labels from 0 to ${classes - 1}, one for each of the model's ` +
        `${classes} outputs; got ${label}; renumber the classes from 0, or give the last layer more units.`,
    );
  }
}

/** Whether a target is one that does not count, compared as float32 holds both. */
export const isIgnored = (value: number, ignored: number | undefined): boolean =>
  ignored !== undefined && Object.is(Math.fround(value) + 0, Math.fround(ignored) + 0);

/** Throws unless every target counts as nothing or lies in [0, 1]. */
export function checkShares(
  caller: string,
  what: string,
  values: tf.Tensor,
  { remedy, ignored }: { remedy: string; ignored?: number | undefined },
): void {
  for (const value of values.dataSync()) {
    if ((value >= -ROUNDING && value <= 1 + ROUNDING) || isIgnored(value, ignored)) continue;
    throw new RangeError(`${caller}: expected ${what} between 0 and 1; got ${value}; ${remedy}`);
  }
}

/** Throws if a predicted number lies outside [0, 1]. NaN passes: training explains it itself. */
export function checkProbabilities(caller: string, yPred: tf.Tensor, remedy: string): void {
  for (const value of yPred.dataSync()) {
    if (!(value < -ROUNDING || value > 1 + ROUNDING)) continue;
    throw new RangeError(
      `${caller}: expected predicted probabilities between 0 and 1; got ${value}; ${remedy}`,
    );
  }
}

/** The first row, over the last axis, whose sum is not 1, if there is one. */
export function rowNotOne(tensor: tf.Tensor): number[] | undefined {
  const values = tensor.dataSync();
  const width = lastSize(tensor);
  for (let begin = 0; begin < values.length; begin += width) {
    const row = Array.from(values.slice(begin, begin + width));
    if (Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) > SUM_TOLERANCE) return row;
  }
  return undefined;
}

/** Throws if a row of predicted probabilities does not sum to 1. */
export function checkSums(caller: string, yPred: tf.Tensor): void {
  const sum = rowNotOne(yPred)?.reduce((a, b) => a + b, 0);
  if (sum === undefined) return;
  throw new RangeError(
    `${caller}: expected predicted probabilities that sum to 1 over the ${lastSize(yPred)} classes; got ` +
      `the sum ${Number(sum.toPrecision(4))}; end the model with softmax, or use ` +
      'losses.binaryCrossentropy when each output is a yes or no of its own.',
  );
}

/** Throws unless targets `[N, …, C]` are rows of probabilities: one-hot, or soft with sum 1. */
export function checkOneHotRows(caller: string, yTrue: tf.Tensor): void {
  const remedy = 'make them with tf.oneHot(y, classes).toFloat().';
  checkShares(caller, 'one-hot targets', yTrue, { remedy });
  const row = rowNotOne(yTrue);
  if (!row) return;
  throw new RangeError(
    `${caller}: expected one-hot targets, which sum to 1; got the row [${row.slice(0, 8).join(', ')}]; ` +
      'use losses.binaryCrossentropy when an example may have several labels or none.',
  );
}

/** Throws if no target counts. */
export function checkSomeCount(caller: string, yTrue: tf.Tensor, ignored: number): void {
  for (const value of yTrue.dataSync()) if (!isIgnored(value, ignored)) return;
  throw new RangeError(
    `${caller}: expected at least one target that counts; got only ${ignored}, which the loss leaves ` +
      'out; check maskValue or ignoreIndex.',
  );
}

/** Value of a loss or metric on a batch. */
type BatchValue = (yTrue: tf.Tensor, yPred: tf.Tensor) => number;

/** Two rows of `[N, …]` that differ, `[2, …]`, or nothing if all are equal. */
function differingRows(tensor: tf.Tensor): tf.Tensor | undefined {
  const values = tensor.dataSync();
  const width = values.length / Math.max(1, tensor.shape[0] ?? 1);
  const at = values.findIndex((value, i) => value !== values[i % width]);
  if (at < 0) return undefined;
  const row = Math.floor(at / width);
  return tf.concat([tensor.slice(0, 1), tensor.slice(row, 1)], 0);
}

/**
 * Throws if a function of one's own lets targets `[N]` and predictions `[N, 1]` broadcast to `[N, N]`.
 *
 * Found by trying it on two targets that differ: a function that compares one to one gives the same for
 * `[2]` and `[2, 1]`, or the mean (or sum) of what it gives for each alone.
 */
export function checkColumn(
  caller: string,
  name: string,
  value: BatchValue,
  [yTrue, yPred]: [tf.Tensor, tf.Tensor],
): void {
  if (yTrue.rank === yPred.rank || !sameButColumn(yTrue, yPred)) return;
  const wrong = tf.tidy(() => {
    const pair = differingRows(yTrue);
    return pair !== undefined && broadcasts(value, pair, yPred.shape.slice(1));
  });
  if (!wrong) return;
  const [targets, predictions] = [axesText(yTrue), axesText(yPred)];
  throw new RangeError(
    `${caller}: expected ${name} to compare each target with its own prediction; got targets ${targets} ` +
      `and predictions ${predictions}, which it broadcasts against each other; write ` +
      'yTrue.reshape(yPred.shape) in it, or give y the shape of the output.',
  );
}

function broadcasts(value: BatchValue, pair: tf.Tensor, rest: number[]): boolean {
  // Between the two targets, hence valid where they are 0 and 1, and nearer to its own one.
  const mixed = tf
    .cast(pair, 'float32')
    .mul(0.8)
    .add(tf.reverse(tf.cast(pair, 'float32'), 0).mul(0.2));
  const predictions = mixed.reshape([2, ...rest]);
  const near = (a: number, b: number): boolean =>
    !(Math.abs(a - b) > 1e-4 * Math.max(1e-3, Math.abs(a), Math.abs(b)));
  const given = value(pair, predictions);
  if (near(given, value(pair.reshape(predictions.shape), predictions))) return false;
  const alone = [0, 1].map((i) => value(pair.slice(i, 1), predictions.slice(i, 1)));
  const sum = alone.reduce((a, b) => a + b, 0);
  return !near(given, sum / 2) && !near(given, sum);
}
