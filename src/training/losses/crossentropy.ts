/** Losses for several classes: cross-entropy from logits or probabilities, with smoothing and masks. */
import { shapeText } from '../../host/checks';
import { tf } from '../../engine';
import { sparseSoftmaxCrossEntropy } from '../../engine/kernels/cross-entropy';
import type { Loss } from '../types';
import { EPSILON, LOGITS_REMEDY } from './binary';
import {
  checkLabelRange,
  checkOneHotRows,
  checkProbabilities,
  checkSameShape,
  checkSparseShape,
  checkSums,
  lastSize,
} from './check';
import { checkLossOptions, checkSmoothing, type CrossentropyOptions } from './options';
import { createLoss, validMask, type PositionLosses } from './reduce';

/** Options of {@link sparseCategoricalCrossentropy}. */
export interface SparseCrossentropyOptions extends CrossentropyOptions {
  /** Label whose positions do not count, e.g. 0 for padding. Defaults to none. */
  ignoreIndex?: number | undefined;
}

const CATEGORICAL_OPTIONS = { fromLogits: true, labelSmoothing: true } satisfies Record<
  keyof CrossentropyOptions,
  true
>;
const SPARSE_OPTIONS = { ...CATEGORICAL_OPTIONS, ignoreIndex: true } satisfies Record<
  keyof SparseCrossentropyOptions,
  true
>;

/** log p of every class, `[…, C]`. */
function logProbabilities(yPred: tf.Tensor, fromLogits: boolean): tf.Tensor {
  return fromLogits ? tf.logSoftmax(yPred) : tf.log(yPred.clipByValue(EPSILON, 1 - EPSILON));
}

function checkRows(caller: string, yPred: tf.Tensor): void {
  checkProbabilities(caller, yPred, LOGITS_REMEDY);
  checkSums(caller, yPred);
}

/**
 * Categorical cross-entropy for one-hot (or soft) targets: −Σ_c y_c·log p_c.
 *
 * Axes: B examples · C classes.
 *
 * @param options `fromLogits` when predictions are logits; `labelSmoothing`, 0 to 1
 * @returns a loss for targets `[B, …, C]` that sum to 1 over the classes and predictions of the same shape.
 *   Called, it gives a scalar that the caller disposes.
 * @throws RangeError if `labelSmoothing` is outside [0, 1]; TypeError or RangeError for unknown options; the
 *   loss throws a RangeError for other shapes, targets or probabilities.
 * @see Bishop 2006, eq. 4.108. https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/
 * @example
 * const loss = losses.categoricalCrossentropy();
 * loss(tf.tensor2d([[0, 1, 0]]), tf.tensor2d([[0.25, 0.5, 0.25]])); // 0.693…
 */
export function categoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  checkLossOptions('categoricalCrossentropy', options, CATEGORICAL_OPTIONS);
  const { fromLogits = false, labelSmoothing = 0 } = options;
  checkSmoothing('categoricalCrossentropy', labelSmoothing);
  return createLoss({
    lossName: 'categoricalCrossentropy',
    targets: 'oneHot',
    fromLogits,
    positions: (yTrue, yPred) => {
      const given = tf.cast(yTrue, 'float32').reshape(yPred.shape);
      const target = labelSmoothing
        ? given.mul(1 - labelSmoothing).add(labelSmoothing / lastSize(yPred))
        : given;
      return { losses: target.mul(logProbabilities(yPred, fromLogits)).sum(-1).neg() };
    },
    checkShape: checkOneHotShape,
    checkTargets: checkOneHotRows,
    checkPredictions: fromLogits ? undefined : checkRows,
  });
}

function checkOneHotShape(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
  if (yTrue.rank === yPred.rank - 1) {
    const classes = lastSize(yPred);
    throw new RangeError(
      `${caller}: expected one-hot targets [N, …, ${classes}]; got class numbers of shape ` +
        `${shapeText(yTrue.shape)}; use losses.sparseCategoricalCrossentropy, or tf.oneHot(y, ${classes}).`,
    );
  }
  checkSameShape(caller, yTrue, yPred);
}

/**
 * Sparse categorical cross-entropy: −log p of the true class, with class numbers as targets.
 *
 * Equal to {@link categoricalCrossentropy} of `tf.oneHot(y, C)`, without building the one-hot tensor in
 * the data set.
 *
 * Axes: B examples · T steps · C classes.
 *
 * @param options `fromLogits` when predictions are logits; `labelSmoothing`, 0 to 1; `ignoreIndex`, a whole
 *   number
 * @returns a loss for integer targets `[B]`, `[B, 1]` or `[B, T]` and predictions `[B, C]` or `[B, T, C]`.
 *   Called, it gives a scalar that the caller disposes.
 * @throws RangeError if `labelSmoothing` is outside [0, 1] or `ignoreIndex` is no whole number; TypeError or
 *   RangeError for unknown options; the loss throws a RangeError for other shapes, labels or probabilities.
 * @see Bishop 2006, eq. 4.108. https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/
 * @example
 * const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
 * loss(tf.tensor1d([2], 'int32'), tf.tensor2d([[0, 0, 0]])); // 1.0986…
 */
export function sparseCategoricalCrossentropy(options: SparseCrossentropyOptions = {}): Loss {
  checkLossOptions('sparseCategoricalCrossentropy', options, SPARSE_OPTIONS);
  const { fromLogits = false, labelSmoothing = 0, ignoreIndex } = options;
  checkSmoothing('sparseCategoricalCrossentropy', labelSmoothing);
  if (ignoreIndex !== undefined && !Number.isInteger(ignoreIndex)) {
    throw new RangeError(
      `losses.sparseCategoricalCrossentropy: expected ignoreIndex to be a whole number; got ` +
        `${ignoreIndex}; pass the label of padding, e.g. 0 or -100.`,
    );
  }
  return createLoss({
    lossName: 'sparseCategoricalCrossentropy',
    targets: 'classes',
    fromLogits,
    ignoreIndex,
    positions: (yTrue, yPred) =>
      sparsePositions(yTrue, yPred, { fromLogits, labelSmoothing, ignoreIndex }),
    checkShape: checkSparseShape,
    checkTargets: (caller, yTrue, yPred) =>
      checkLabelRange(caller, yTrue, lastSize(yPred), ignoreIndex),
    checkPredictions: fromLogits ? undefined : checkRows,
  });
}

function sparsePositions(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { fromLogits = false, labelSmoothing = 0, ignoreIndex }: SparseCrossentropyOptions,
): PositionLosses {
  const leading = yPred.shape.slice(0, -1);
  const labels = tf.cast(yTrue, 'int32').reshape(leading);
  const mask = ignoreIndex === undefined ? undefined : validMask(labels, ignoreIndex);
  // An ignored label may lie outside the classes (−100 is common): give it a valid stand-in.
  const safeLabels = mask ? tf.where(tf.cast(mask, 'bool'), labels, tf.zerosLike(labels)) : labels;
  if (fromLogits && !labelSmoothing) {
    const logits = yPred.reshape<tf.Tensor2D>([-1, lastSize(yPred)]);
    return {
      losses: sparseSoftmaxCrossEntropy(logits, safeLabels.flatten()).reshape(leading),
      mask,
    };
  }
  return { losses: pickedLosses(safeLabels, yPred, fromLogits, labelSmoothing), mask };
}

/** −log p of each label, smoothed. NaN for a label that is no class. */
function pickedLosses(
  labels: tf.Tensor,
  yPred: tf.Tensor,
  fromLogits: boolean,
  labelSmoothing: number,
): tf.Tensor {
  const logP = logProbabilities(yPred, fromLogits); // [B, …, C]
  const oneHot = tf.oneHot(labels, lastSize(yPred)).toFloat(); // [B, …, C]
  // A label without a class has a row of zeros: 0 / 0 is NaN instead of a perfect 0.
  const picked = oneHot.mul(logP).sum(-1).neg().div(oneHot.sum(-1)); // [B, …]
  if (!labelSmoothing) return picked;
  return picked.mul(1 - labelSmoothing).sub(logP.mean(-1).mul(labelSmoothing));
}
