/** From a loss per position to the sum and weight of a batch: masks, sample weights, mean. */
import { tf } from '../../engine';
import type { Loss } from '../types';

/** Losses of single positions and, where some are to be ignored, a 0/1 mask of the same shape. */
export interface PositionLosses {
  /** `[B, …]` float32 */
  losses: tf.Tensor;
  /** `[B, …]` float32, 1 = counts. Defaults to all ones. */
  mask?: tf.Tensor;
}

/** Options of a loss that {@link createLoss} builds. */
export interface LossDefinition {
  lossName: string;
  fromLogits?: boolean;
  ignoreIndex?: number;
  /** Loss of every position; runs inside `tf.tidy`. */
  positions(yTrue: tf.Tensor, yPred: tf.Tensor): PositionLosses;
  check?(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void;
}

/** Appends axes of size 1 so that a `[B]` or `[B, T]` weight broadcasts against `rank` axes. */
export function expandWeight(weight: tf.Tensor, rank: number): tf.Tensor {
  const missing = Math.max(0, rank - weight.rank);
  return tf.cast(weight.reshape([...weight.shape, ...Array<number>(missing).fill(1)]), 'float32');
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
): { sum: tf.Scalar; weight: tf.Scalar } {
  const masked = mask ? losses.mul(mask) : losses;
  const weighted = sampleWeight ? masked.mul(expandWeight(sampleWeight, losses.rank)) : masked;
  const weight = mask ? mask.sum() : tf.scalar(losses.size);
  return { sum: weighted.sum().asScalar(), weight: weight.asScalar() };
}

/** Makes a {@link Loss} out of its per-position definition. */
export function createLoss({
  lossName,
  fromLogits,
  ignoreIndex,
  positions,
  check,
}: LossDefinition): Loss {
  const sumAndWeight: Loss['sumAndWeight'] = (yTrue, yPred, sampleWeight) =>
    tf.tidy(() => reducePositions(positions(yTrue, yPred), sampleWeight));
  const mean = (yTrue: tf.Tensor, yPred: tf.Tensor): tf.Scalar =>
    tf.tidy(() => {
      const { sum, weight } = sumAndWeight(yTrue, yPred);
      // A batch in which everything is masked has loss 0, not 0/0.
      return sum.div(tf.maximum(weight, 1)).asScalar();
    });
  return Object.assign(mean, { lossName, fromLogits, ignoreIndex, sumAndWeight, check });
}
