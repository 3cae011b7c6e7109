/** Losses for targets that are numbers. */
import { tf } from '../../engine';
import type { Loss } from '../types';
import { checkSameShape } from './check';
import { createLoss, type PositionLosses } from './reduce';

/** Options of the regression losses. */
export interface RegressionLossOptions {
  /** Target value that marks a missing entry; such entries do not count. Defaults to none. */
  maskValue?: number;
}

/** Options of {@link huber}. */
export interface HuberOptions extends RegressionLossOptions {
  /** Error, in units of the target, at which the loss turns from square to straight. Default 1. */
  delta?: number;
}

/**
 * Elements to positions: the mean over the last axis, so that `[B, D]` targets take `[B]` weights.
 * With a mask the elements themselves stay the positions, since rows then hold unequal counts.
 */
function positions(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  maskValue: number | undefined,
  element: (error: tf.Tensor) => tf.Tensor,
): PositionLosses {
  const target = tf.cast(yTrue, 'float32').reshape(yPred.shape);
  if (maskValue === undefined) {
    const losses = element(yPred.sub(target));
    return { losses: losses.rank > 1 ? losses.mean(-1) : losses };
  }
  const valid = Number.isNaN(maskValue)
    ? tf.isNaN(target).logicalNot()
    : target.notEqual(maskValue);
  // Masked targets are replaced before the subtraction: NaN · 0 would still be NaN.
  const safeTarget = tf.where(valid, target, yPred);
  return { losses: element(yPred.sub(safeTarget)), mask: tf.cast(valid, 'float32') };
}

function createRegressionLoss(
  lossName: string,
  maskValue: number | undefined,
  element: (error: tf.Tensor) => tf.Tensor,
): Loss {
  return createLoss({
    lossName,
    positions: (yTrue, yPred) => positions(yTrue, yPred, maskValue, element),
    check: checkSameShape,
  });
}

/**
 * Mean squared error: mean of (yPred − yTrue)², in squared units of the target.
 *
 * @returns a loss for targets and predictions `[B, …]` of equal shape (`[B]` matches `[B, 1]`).
 */
export function meanSquaredError({ maskValue }: RegressionLossOptions = {}): Loss {
  return createRegressionLoss('meanSquaredError', maskValue, (error) => error.square());
}

/**
 * Mean absolute error: mean of |yPred − yTrue|, in units of the target. Less moved by outliers than
 * the mean squared error.
 */
export function meanAbsoluteError({ maskValue }: RegressionLossOptions = {}): Loss {
  return createRegressionLoss('meanAbsoluteError', maskValue, (error) => error.abs());
}

/**
 * Huber loss: ½·e² where |e| ≤ δ, δ·(|e| − ½·δ) beyond.
 *
 * @throws RangeError if `delta` is not a positive number.
 * @see Huber 1964, "Robust Estimation of a Location Parameter". https://doi.org/10.1214/aoms/1177703732
 */
export function huber({ delta = 1, maskValue }: HuberOptions = {}): Loss {
  if (!(delta > 0)) {
    throw new RangeError(
      `losses.huber: expected delta > 0; got ${delta}. Use the size of an ordinary error.`,
    );
  }
  return createRegressionLoss('huber', maskValue, (error) => {
    const size = error.abs();
    const quadratic = tf.minimum(size, delta);
    // ½·q² + δ·(|e| − q) is both branches at once, with a gradient that is defined everywhere.
    return quadratic.square().mul(0.5).add(size.sub(quadratic).mul(delta));
  });
}
