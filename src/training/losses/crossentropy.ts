/** Losses for classes: cross-entropy from logits or probabilities, with smoothing and masks. */
import { tf } from '../../engine';
import { sparseSoftmaxCrossEntropy } from '../../engine/kernels/cross-entropy';
import type { Loss } from '../types';
import { checkProbabilities, checkSameShape, checkSparseLabels } from './check';
import { createLoss, type PositionLosses } from './reduce';

/** Probabilities are kept this far from 0 and 1 before the logarithm, as in Keras. */
const EPSILON = 1e-7;

const LOGITS_REMEDY =
  'The model seems to give logits: pass { fromLogits: true } to the loss, or end the model with ' +
  'a softmax (several classes) or sigmoid (two classes) activation.';

/** Options of the cross-entropy losses. */
export interface CrossentropyOptions {
  /** True when predictions are logits; false when they are probabilities. Default false. */
  fromLogits?: boolean;
  /** Share of each target, 0 to 1, that is spread evenly over all classes. Default 0. */
  labelSmoothing?: number;
}

/** Options of {@link binaryCrossentropy}. */
export interface BinaryCrossentropyOptions extends CrossentropyOptions {
  /** Target value that marks a missing entry; such entries do not count. Defaults to none. */
  maskValue?: number;
}

/** Options of {@link sparseCategoricalCrossentropy}. */
export interface SparseCrossentropyOptions extends CrossentropyOptions {
  /** Label whose positions do not count, e.g. 0 for padding. Defaults to none. */
  ignoreIndex?: number;
}

function checkSmoothing(name: string, labelSmoothing: number): void {
  if (labelSmoothing >= 0 && labelSmoothing <= 1) return;
  throw new RangeError(
    `losses.${name}: expected labelSmoothing from 0 to 1; got ${labelSmoothing}. Common is 0.1.`,
  );
}

/** log p of every class, `[…, C]`. */
function logProbabilities(yPred: tf.Tensor, fromLogits: boolean): tf.Tensor {
  return fromLogits ? tf.logSoftmax(yPred) : tf.log(yPred.clipByValue(EPSILON, 1 - EPSILON));
}

/**
 * Binary cross-entropy (log loss) for independent yes/no targets: −y·log p − (1 − y)·log(1 − p).
 *
 * @returns a loss for targets in [0, 1] and predictions of equal shape `[B, …]` (`[B]` = `[B, 1]`).
 */
export function binaryCrossentropy({
  fromLogits = false,
  labelSmoothing = 0,
  maskValue,
}: BinaryCrossentropyOptions = {}): Loss {
  checkSmoothing('binaryCrossentropy', labelSmoothing);
  return createLoss({
    lossName: 'binaryCrossentropy',
    fromLogits,
    ignoreIndex: maskValue,
    positions: (yTrue, yPred) => {
      const given = tf.cast(yTrue, 'float32').reshape(yPred.shape);
      const valid = maskValue === undefined ? undefined : given.notEqual(maskValue);
      const kept = valid ? tf.where(valid, given, tf.zerosLike(given)) : given;
      const target = kept.mul(1 - labelSmoothing).add(labelSmoothing / 2);
      const losses = fromLogits
        ? fromLogitsBinary(target, yPred)
        : fromProbabilities(target, yPred);
      if (valid) return { losses, mask: tf.cast(valid, 'float32') };
      return { losses: losses.rank > 1 ? losses.mean(-1) : losses };
    },
    check: (caller, yTrue, yPred) => {
      checkSameShape(caller, yTrue, yPred);
      if (maskValue === undefined) {
        const remedy = 'Use 0 for no and 1 for yes.';
        checkProbabilities(caller, 'binary targets', yTrue, remedy);
      }
      if (!fromLogits) checkProbabilities(caller, 'predicted probabilities', yPred, LOGITS_REMEDY);
    },
  });
}

/** softplus(−z) = −log σ(z) and softplus(z) = −log(1 − σ(z)): no overflow for any logit z. */
function fromLogitsBinary(target: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  const yes = target.mul(tf.softplus(logits.neg()));
  return yes.add(tf.sub(1, target).mul(tf.softplus(logits)));
}

function fromProbabilities(target: tf.Tensor, probabilities: tf.Tensor): tf.Tensor {
  const p = probabilities.clipByValue(EPSILON, 1 - EPSILON);
  return target
    .mul(p.log())
    .add(tf.sub(1, target).mul(tf.sub(1, p).log()))
    .neg();
}

/**
 * Categorical cross-entropy for one-hot (or soft) targets: −Σ_c y_c·log p_c.
 *
 * @returns a loss for targets `[B, …, C]` that sum to 1 and predictions of the same shape.
 */
export function categoricalCrossentropy({
  fromLogits = false,
  labelSmoothing = 0,
}: CrossentropyOptions = {}): Loss {
  checkSmoothing('categoricalCrossentropy', labelSmoothing);
  return createLoss({
    lossName: 'categoricalCrossentropy',
    fromLogits,
    positions: (yTrue, yPred) => {
      const classes = yPred.shape[yPred.rank - 1] ?? 1;
      const given = tf.cast(yTrue, 'float32');
      const target = labelSmoothing
        ? given.mul(1 - labelSmoothing).add(labelSmoothing / classes)
        : given;
      return { losses: target.mul(logProbabilities(yPred, fromLogits)).sum(-1).neg() };
    },
    check: (caller, yTrue, yPred) => {
      checkOneHot(caller, yTrue, yPred);
      if (!fromLogits) checkProbabilities(caller, 'predicted probabilities', yPred, LOGITS_REMEDY);
    },
  });
}

function checkOneHot(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
  if (yTrue.rank === yPred.rank - 1) {
    throw new RangeError(
      `${caller}: expected one-hot targets [N, …, ${yPred.shape[yPred.rank - 1]}]; got class numbers of shape ` +
        `[${yTrue.shape.join(', ')}]. Use losses.sparseCategoricalCrossentropy, or tf.oneHot(y, ` +
        `${yPred.shape[yPred.rank - 1]}).`,
    );
  }
  checkSameShape(caller, yTrue, yPred);
  checkProbabilities(caller, 'one-hot targets', yTrue, 'Make them with tf.oneHot.');
}

/**
 * Sparse categorical cross-entropy: −log p of the true class, with class numbers as targets.
 *
 * Equal to {@link categoricalCrossentropy} of `tf.oneHot(y, C)`, without building the one-hot tensor in
 * the data set.
 *
 * @returns a loss for integer targets `[B]`, `[B, 1]` or `[B, T]` and predictions `[B, C]` or `[B, T, C]`.
 */
export function sparseCategoricalCrossentropy({
  fromLogits = false,
  labelSmoothing = 0,
  ignoreIndex,
}: SparseCrossentropyOptions = {}): Loss {
  checkSmoothing('sparseCategoricalCrossentropy', labelSmoothing);
  return createLoss({
    lossName: 'sparseCategoricalCrossentropy',
    fromLogits,
    ignoreIndex,
    positions: (yTrue, yPred) =>
      sparsePositions(yTrue, yPred, { fromLogits, labelSmoothing, ignoreIndex }),
    check: (caller, yTrue, yPred) => {
      checkSparseLabels(caller, yTrue, yPred, ignoreIndex);
      if (!fromLogits) checkProbabilities(caller, 'predicted probabilities', yPred, LOGITS_REMEDY);
    },
  });
}

function sparsePositions(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { fromLogits, labelSmoothing = 0, ignoreIndex }: SparseCrossentropyOptions,
): PositionLosses {
  const leading = yPred.shape.slice(0, -1);
  const classes = yPred.shape[yPred.rank - 1] ?? 1;
  const labels = tf.cast(yTrue, 'int32').reshape(leading);
  const valid = ignoreIndex === undefined ? undefined : labels.notEqual(ignoreIndex);
  // An ignored label may lie outside the classes (−100 is common): give it a valid stand-in.
  const safeLabels = valid ? tf.where(valid, labels, tf.zerosLike(labels)) : labels;
  if (fromLogits && !labelSmoothing) {
    const losses = sparseSoftmaxCrossEntropy(
      yPred.reshape([-1, classes]),
      safeLabels.flatten(),
    ).reshape(leading);
    return valid ? { losses, mask: tf.cast(valid, 'float32') } : { losses };
  }
  const logP = logProbabilities(yPred, fromLogits === true);
  const picked = tf
    .oneHot(safeLabels as tf.Tensor1D, classes)
    .mul(logP)
    .sum(-1)
    .neg();
  const losses = labelSmoothing
    ? picked.mul(1 - labelSmoothing).sub(logP.mean(-1).mul(labelSmoothing))
    : picked;
  return valid ? { losses, mask: tf.cast(valid, 'float32') } : { losses };
}
