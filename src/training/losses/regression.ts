/** Losses for targets that are numbers. */
import { tf } from '../../engine';
import type { Loss } from '../types';
import { checkSameShape } from './check';
import { checkLossOptions, type RegressionLossOptions } from './options';
import { createLoss, validMask, type PositionLosses } from './reduce';

/** Options of {@link huber}. */
export interface HuberOptions extends RegressionLossOptions {
  /** Error, in units of the target, at which the loss turns from square to straight. Default 1. */
  delta?: number | undefined;
}

const REGRESSION_OPTIONS = { maskValue: true } satisfies Record<keyof RegressionLossOptions, true>;
const HUBER_OPTIONS = { ...REGRESSION_OPTIONS, delta: true } satisfies Record<
  keyof HuberOptions,
  true
>;

/** Every element is a position: `[B]` weights broadcast along the others. */
function positions(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  maskValue: number | undefined,
  element: (error: tf.Tensor) => tf.Tensor,
): PositionLosses {
  const target = tf.cast(yTrue, 'float32').reshape(yPred.shape);
  if (maskValue === undefined) return { losses: element(yPred.sub(target)) };
  const mask = validMask(target, maskValue);
  // Masked targets are replaced before the subtraction: NaN · 0 would still be NaN.
  const safeTarget = tf.where(tf.cast(mask, 'bool'), target, yPred);
  return { losses: element(yPred.sub(safeTarget)), mask };
}

function createRegressionLoss(
  lossName: string,
  maskValue: number | undefined,
  element: (error: tf.Tensor) => tf.Tensor,
): Loss {
  return createLoss({
    lossName,
    targets: 'numbers',
    ignoreIndex: maskValue,
    positions: (yTrue, yPred) => positions(yTrue, yPred, maskValue, element),
    checkShape: checkSameShape,
  });
}

/**
 * Mean squared error: mean of (yPred − yTrue)², in squared units of the target.
 *
 * Axes: B examples.
 *
 * @param options `maskValue` marks missing targets
 * @returns a loss for targets and predictions `[B, …]` of equal shape (`[B]` matches `[B, 1]`). Called, it
 *   gives a scalar that the caller disposes.
 * @throws TypeError or RangeError for unknown options; the loss throws a RangeError if shapes differ.
 * @see Hastie, Tibshirani & Friedman 2009, eq. 3.2, divided by the count. https://hastie.su.domains/ElemStatLearn/
 * @example
 * const loss = losses.meanSquaredError();
 * loss(tf.tensor1d([1, 2, 3]), tf.tensor1d([1, 4, 4])); // 1.666…
 */
export function meanSquaredError(options: RegressionLossOptions = {}): Loss {
  checkLossOptions('meanSquaredError', options, REGRESSION_OPTIONS);
  return createRegressionLoss('meanSquaredError', options.maskValue, (error) => error.square());
}

/**
 * Mean absolute error: mean of |yPred − yTrue|, in units of the target. Outliers move it less than the mean
 * squared error.
 *
 * Axes: B examples.
 *
 * @param options `maskValue` marks missing targets
 * @returns a loss for targets and predictions `[B, …]` of equal shape (`[B]` matches `[B, 1]`). Called, it
 *   gives a scalar that the caller disposes.
 * @throws TypeError or RangeError for unknown options; the loss throws a RangeError if shapes differ.
 * @see Hastie, Tibshirani & Friedman 2009, section 10.6. https://hastie.su.domains/ElemStatLearn/
 * @example
 * const loss = losses.meanAbsoluteError({ maskValue: -1 });
 * loss(tf.tensor1d([1, -1, 3]), tf.tensor1d([1, 4, 4])); // 0.5
 */
export function meanAbsoluteError(options: RegressionLossOptions = {}): Loss {
  checkLossOptions('meanAbsoluteError', options, REGRESSION_OPTIONS);
  return createRegressionLoss('meanAbsoluteError', options.maskValue, (error) => error.abs());
}

/**
 * Huber loss: ½·e² where |e| ≤ δ, δ·(|e| − ½·δ) beyond.
 *
 * Axes: B examples.
 *
 * @param options `delta` (δ), in units of the target; `maskValue` marks missing targets
 * @returns a loss for targets and predictions `[B, …]` of equal shape (`[B]` matches `[B, 1]`). Called, it
 *   gives a scalar that the caller disposes.
 * @throws RangeError if `delta` is not a positive number; TypeError or RangeError for unknown options.
 * @see Huber 1964, "Robust Estimation of a Location Parameter". https://doi.org/10.1214/aoms/1177703732
 * @example
 * const loss = losses.huber({ delta: 1 });
 * loss(tf.tensor1d([0, 0]), tf.tensor1d([0.5, 3])); // 1.3125
 */
export function huber(options: HuberOptions = {}): Loss {
  checkLossOptions('huber', options, HUBER_OPTIONS);
  const { delta = 1, maskValue } = options;
  if (!(delta > 0 && delta < Infinity)) {
    throw new RangeError(
      `losses.huber: expected delta > 0; got ${delta}; use the size of an ordinary error.`,
    );
  }
  return createRegressionLoss('huber', maskValue, (error) => {
    const size = error.abs();
    const quadratic = tf.minimum(size, delta);
    // ½·q² + δ·(|e| − q) is both branches at once, with a gradient that is defined everywhere.
    return quadratic.square().mul(0.5).add(size.sub(quadratic).mul(delta));
  });
}
