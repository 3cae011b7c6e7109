/** Checks of labels and predictions that every loss shares. */
import type { tf } from '../../engine';

/** Axis 0 as `N`: the number of examples is not what is wrong. */
const shapeText = (tensor: tf.Tensor): string => `[${['N', ...tensor.shape.slice(1)].join(', ')}]`;

/** Drops a trailing axis of size 1, so that `[B, 1]` equals `[B]`. */
function squeezeLast(shape: number[]): number[] {
  return shape.length > 1 && shape[shape.length - 1] === 1 ? shape.slice(0, -1) : shape;
}

function sameShape(a: number[], b: number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/**
 * Throws unless targets and predictions have equal shape, axis 0 and a trailing axis of size 1 aside.
 * Axis 0 is left out because predictions may be given for the first few examples only.
 */
export function checkSameShape(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
  if (sameShape(squeezeLast(yTrue.shape).slice(1), squeezeLast(yPred.shape).slice(1))) return;
  throw new RangeError(
    `${caller}: expected targets of the shape of the model's output, ${shapeText(yPred)}; got ` +
      `${shapeText(yTrue)}. Give the last layer as many units as a target has numbers, or reshape y.`,
  );
}

/** Throws unless `yTrue` is `[N, …]` class numbers for predictions `[B, …, C]`. */
export function checkSparseLabels(
  caller: string,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  ignoreIndex?: number,
): void {
  const positions = yPred.shape.slice(1, -1);
  const given = yTrue.shape.slice(1);
  const classes = yPred.shape[yPred.rank - 1] ?? 0;
  if (!sameShape(given, positions) && !sameShape(given, [...positions, 1])) {
    const oneHot = sameShape(given, yPred.shape.slice(1));
    throw new RangeError(
      `${caller}: expected class numbers of shape [${['N', ...positions].join(', ')}] for a model with ` +
        `output ${shapeText(yPred)}; got ${shapeText(yTrue)}. ` +
        (oneHot
          ? 'These look one-hot: use losses.categoricalCrossentropy, or y.argMax(-1).'
          : 'Give one integer per prediction.'),
    );
  }
  checkLabelRange(caller, yTrue, classes, ignoreIndex);
}

function checkLabelRange(caller: string, yTrue: tf.Tensor, classes: number, ignoreIndex?: number) {
  for (const label of yTrue.dataSync()) {
    if (label === ignoreIndex || (Number.isInteger(label) && label >= 0 && label < classes))
      continue;
    throw new RangeError(
      `${caller}: expected integer labels from 0 to ${classes - 1}, one for each of the model's ` +
        `${classes} outputs; got ${label}. Renumber the classes from 0, or give the last layer ` +
        'more units.',
    );
  }
}

/** Throws unless every number of `values` lies in [0, 1]. */
export function checkProbabilities(
  caller: string,
  what: string,
  values: tf.Tensor,
  remedy: string,
) {
  for (const value of values.dataSync()) {
    // Softmax in float32 may exceed 1 by a rounding error.
    if (!(value < -1e-5 || value > 1 + 1e-5)) continue;
    throw new RangeError(`${caller}: expected ${what} between 0 and 1; got ${value}. ${remedy}`);
  }
}
