/** From a loss per position to the sum and weight of a batch: masks, sample weights, mean. */
import { shapeText } from '../../host/checks';
import { insideStep, isRecording, tf } from '../../engine';
import type { Loss, TargetKind } from '../types';
import { checkCount, checkSomeCount } from './check';

/** Losses of single positions and, where some are to be ignored, a 0/1 mask of the same shape. */
export interface PositionLosses {
  /** `[B, …]` float32 */
  losses: tf.Tensor;
  /** `[B, …]` float32, 1 = counts. Defaults to all ones. */
  mask?: tf.Tensor | undefined;
}

type Check = (caller: string, yTrue: tf.Tensor, yPred: tf.Tensor) => void;

/** Options of a loss that {@link createLoss} builds. */
export interface LossDefinition {
  lossName: string;
  fromLogits?: boolean;
  ignoreIndex?: number | undefined;
  targets?: TargetKind;
  /** Loss of every position, of float32 predictions; runs inside `tf.tidy`. */
  positions(yTrue: tf.Tensor, yPred: tf.Tensor, weighted: boolean): PositionLosses;
  /** Throws if shapes do not fit; reads no values. */
  checkShape?: Check;
  /** Throws if targets do not fit. Runs on whole data sets and outside of training steps. */
  checkTargets?: Check;
  /** Throws if predicted values do not fit. */
  checkPredictions?: ((caller: string, yPred: tf.Tensor) => void) | undefined;
}

/** 1 where a target counts, 0 where it equals `ignored` (which may be NaN); float32. */
export function validMask(target: tf.Tensor, ignored: number): tf.Tensor {
  const valid = Number.isNaN(ignored) ? tf.isNaN(target).logicalNot() : target.notEqual(ignored);
  return tf.cast(valid, 'float32');
}

/**
 * The weight with axes of size 1 appended, so that it broadcasts along the axes that it lacks.
 *
 * @throws RangeError if one of its axes has another size than the losses.
 */
function fitWeight(caller: string, weight: tf.Tensor, shape: number[]): tf.Tensor {
  const sizes = [...weight.shape];
  while (sizes.length > shape.length && sizes[sizes.length - 1] === 1) sizes.pop();
  const fits =
    sizes.length <= shape.length &&
    sizes.every((size, i) => size === shape[i] || (i > 0 && size === 1));
  if (!fits) {
    throw new RangeError(
      `${caller}: expected weights for losses of shape ${shapeText(shape)}; got ` +
        `${shapeText(weight.shape)}; give one weight per example, or one per loss.`,
    );
  }
  const missing = Array<number>(shape.length - sizes.length).fill(1);
  return tf.cast(weight.reshape([...sizes, ...missing]), 'float32');
}

/**
 * Weighted sum of position values and the count of positions that are not masked.
 *
 * As in Keras, sample weights scale the sum and not the divisor: a weight of 2 counts like a twice as
 * large loss, and the mean over a batch divides by the number of unmasked positions.
 */
export function reducePositions(
  { losses, mask }: PositionLosses,
  sampleWeight?: tf.Tensor,
  caller = 'loss',
): { sum: tf.Scalar; weight: tf.Scalar } {
  const masked = mask ? losses.mul(mask) : losses;
  const weighted = sampleWeight
    ? masked.mul(fitWeight(caller, sampleWeight, losses.shape))
    : masked;
  const weight = mask ? mask.sum() : tf.scalar(losses.size);
  return { sum: weighted.sum().asScalar(), weight: weight.asScalar() };
}

/** Makes a {@link Loss} out of its per-position definition. */
export function createLoss({
  positions,
  checkShape,
  checkTargets,
  ...named
}: LossDefinition): Loss {
  const { ignoreIndex } = named;
  const own = `losses.${named.lossName}`;
  const checkShapes = (yTrue: tf.Tensor, yPred: tf.Tensor): void => {
    checkCount(own, yTrue, yPred);
    checkShape?.(own, yTrue, yPred);
  };
  const sumAndWeight: Loss['sumAndWeight'] = (yTrue, yPred, sampleWeight) => {
    checkShapes(yTrue, yPred);
    return tf.tidy(() => {
      const found = positions(yTrue, tf.cast(yPred, 'float32'), sampleWeight !== undefined);
      return reducePositions(found, sampleWeight, own);
    });
  };
  const mean = (yTrue: tf.Tensor, yPred: tf.Tensor): tf.Scalar =>
    tf.tidy(() => {
      checkShapes(yTrue, yPred);
      // Within a step values were checked before training, and reading them would stop the graph.
      if (!insideStep() && !isRecording()) {
        checkTargets?.(own, yTrue, yPred);
        named.checkPredictions?.(own, yPred);
      }
      const { sum, weight } = sumAndWeight(yTrue, yPred);
      // A batch in which everything is masked has loss 0, not 0/0.
      return sum.div(tf.maximum(weight, 1)).asScalar();
    });
  const check: Check = (caller, yTrue, yPred) => {
    checkShape?.(caller, yTrue, yPred);
    if (ignoreIndex !== undefined) checkSomeCount(caller, yTrue, ignoreIndex);
    checkTargets?.(caller, yTrue, yPred);
  };
  return Object.assign(mean, { ...named, sumAndWeight, check });
}
