/** The loss for yes or no: binary cross-entropy from logits or probabilities. */
import { tf } from '../../engine';
import type { Loss } from '../types';
import { checkProbabilities, checkSameShape, checkShares } from './check';
import { checkLossOptions, checkSmoothing, type CrossentropyOptions } from './options';
import { createLoss, validMask, type PositionLosses } from './reduce';

/** Probabilities are kept this far from 0 and 1 before the logarithm, as in Keras. */
export const EPSILON = 1e-7;

/** How to mend predictions that are no probabilities; ends a message. */
export const LOGITS_REMEDY =
  'the model seems to give logits: pass { fromLogits: true } to the loss, or end the model with ' +
  'a softmax (several classes) or sigmoid (two classes) activation.';

/** Options of {@link binaryCrossentropy}. */
export interface BinaryCrossentropyOptions extends CrossentropyOptions {
  /** Target value that marks a missing entry, e.g. −1 or NaN; such entries do not count. Default: none. */
  maskValue?: number | undefined;
}

const BINARY_OPTIONS = { fromLogits: true, labelSmoothing: true, maskValue: true } satisfies Record<
  keyof BinaryCrossentropyOptions,
  true
>;

/**
 * Binary cross-entropy (log loss) for independent yes/no targets: −y·log p − (1 − y)·log(1 − p).
 *
 * Axes: B examples.
 *
 * @param options `fromLogits` when predictions are logits; `labelSmoothing`, 0 to 1; `maskValue` marks
 *   missing targets
 * @returns a loss for targets in [0, 1] and predictions of equal shape `[B, …]` (`[B]` matches `[B, 1]`).
 *   Called, it gives a scalar that the caller disposes.
 * @throws RangeError if `labelSmoothing` is outside [0, 1]; TypeError or RangeError for unknown options; the
 *   loss throws a RangeError for other shapes, targets or probabilities.
 * @see Bishop 2006, eq. 4.90. https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/
 * @example
 * const loss = losses.binaryCrossentropy();
 * loss(tf.tensor1d([1, 0]), tf.tensor1d([0.5, 0.25])); // 0.490…
 */
export function binaryCrossentropy(options: BinaryCrossentropyOptions = {}): Loss {
  checkLossOptions('binaryCrossentropy', options, BINARY_OPTIONS);
  const { fromLogits = false, labelSmoothing = 0, maskValue } = options;
  checkSmoothing('binaryCrossentropy', labelSmoothing);
  return createLoss({
    lossName: 'binaryCrossentropy',
    targets: 'binary',
    fromLogits,
    ignoreIndex: maskValue,
    positions: (yTrue, yPred) =>
      binaryPositions(yTrue, yPred, { fromLogits, labelSmoothing, maskValue }),
    checkShape: checkSameShape,
    checkTargets: (caller, yTrue) => {
      const remedy = 'use 0 for no and 1 for yes.';
      checkShares(caller, 'binary targets', yTrue, { remedy, ignored: maskValue });
    },
    checkPredictions: fromLogits
      ? undefined
      : (caller, yPred) => checkProbabilities(caller, yPred, LOGITS_REMEDY),
  });
}

function binaryPositions(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { fromLogits, labelSmoothing = 0, maskValue }: BinaryCrossentropyOptions,
): PositionLosses {
  const given = tf.cast(yTrue, 'float32').reshape(yPred.shape);
  const mask = maskValue === undefined ? undefined : validMask(given, maskValue);
  const kept = mask ? tf.where(tf.cast(mask, 'bool'), given, tf.zerosLike(given)) : given;
  const target = kept.mul(1 - labelSmoothing).add(labelSmoothing / 2);
  const losses = fromLogits ? fromLogitsBinary(target, yPred) : fromProbabilities(target, yPred);
  return { losses, mask };
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
