/** Metrics of predicted numbers. */
import { checkPairs, readNumbers, type NumbersInput } from './inputs';

function errors(caller: string, yTrue: NumbersInput, yPred: NumbersInput): [number[], number[]] {
  const truth = readNumbers(caller, 'yTrue', yTrue);
  const guess = readNumbers(caller, 'yPred', yPred);
  checkPairs(caller, truth, guess);
  return [truth, truth.map((value, i) => (guess[i] ?? NaN) - value)];
}

const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Mean absolute error, in units of the target.
 *
 * Axes: N examples.
 *
 * @param yTrue finite numbers `[N]` or `[N, 1]`
 * @param yPred finite numbers `[N]` or `[N, 1]`
 * @returns a number ≥ 0
 * @throws TypeError for missing or other values; RangeError for infinite ones or unequal lengths.
 * @example
 * metrics.mae([1, 2, 3], [1, 4, 4]); // 1
 */
export function mae(yTrue: NumbersInput, yPred: NumbersInput): number {
  return mean(errors('mae', yTrue, yPred)[1].map(Math.abs));
}

/**
 * Mean squared error, in squared units of the target.
 *
 * Axes: N examples.
 *
 * @param yTrue finite numbers `[N]` or `[N, 1]`
 * @param yPred finite numbers `[N]` or `[N, 1]`
 * @returns a number ≥ 0
 * @throws TypeError for missing or other values; RangeError for infinite ones or unequal lengths.
 * @example
 * metrics.mse([1, 2, 3], [1, 4, 4]); // 1.666…
 */
export function mse(yTrue: NumbersInput, yPred: NumbersInput): number {
  return mean(errors('mse', yTrue, yPred)[1].map((error) => error * error));
}

/**
 * Root of the mean squared error, in units of the target.
 *
 * Axes: N examples.
 *
 * @param yTrue finite numbers `[N]` or `[N, 1]`
 * @param yPred finite numbers `[N]` or `[N, 1]`
 * @returns a number ≥ 0
 * @throws TypeError for missing or other values; RangeError for infinite ones or unequal lengths.
 * @example
 * metrics.rmse([1, 2, 3], [1, 4, 4]); // 1.290…
 */
export function rmse(yTrue: NumbersInput, yPred: NumbersInput): number {
  return Math.sqrt(mean(errors('rmse', yTrue, yPred)[1].map((error) => error * error)));
}

/**
 * R²: the share of the target's variance that is explained. 1 is perfect, 0 equals predicting the
 * mean, below 0 is worse. For a constant target: 1 if hit exactly, else 0, as in scikit-learn.
 *
 * Axes: N examples.
 *
 * @param yTrue finite numbers `[N]` or `[N, 1]`, N ≥ 2
 * @param yPred finite numbers `[N]` or `[N, 1]`
 * @returns a number up to 1
 * @throws TypeError for missing or other values; RangeError for infinite ones, unequal lengths or a single
 *   example, which has no variance.
 * @see Hastie, Tibshirani & Friedman 2009, section 3.2. https://hastie.su.domains/ElemStatLearn/
 * @example
 * metrics.r2([1, 2, 3], [1, 2, 4]); // 0.5
 */
export function r2(yTrue: NumbersInput, yPred: NumbersInput): number {
  const [truth, wrong] = errors('r2', yTrue, yPred);
  if (truth.length < 2) {
    throw new RangeError(
      'metrics.r2: expected at least two examples; got 1, whose variance is nothing to explain; ' +
        'use metrics.mae for a single one.',
    );
  }
  const center = mean(truth);
  const residual = wrong.reduce((sum, error) => sum + error * error, 0);
  const spread = truth.reduce((sum, value) => sum + (value - center) ** 2, 0);
  if (spread === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / spread;
}
