/** Options of the losses, and their checks. */
import { checkOptions, type KnownOptions } from '../../host/options';
import { tf } from '../../engine';

/** Options of the regression losses. */
export interface RegressionLossOptions {
  /** Target value that marks a missing entry, e.g. −1 or NaN; such entries do not count. Default: none. */
  maskValue?: number | undefined;
}

/** Options of the cross-entropy losses. */
export interface CrossentropyOptions {
  /** True when predictions are logits; false when they are probabilities. Default false. */
  fromLogits?: boolean | undefined;
  /** Share of each target, 0 to 1, that is spread evenly over all classes. Default 0. */
  labelSmoothing?: number | undefined;
}

/**
 * Checks what is passed to a loss factory.
 *
 * @throws TypeError for tensors and other things that are no options, or a switch or number of another type;
 *   RangeError for unknown keys.
 */
export function checkLossOptions(name: string, options: object | undefined, known: KnownOptions) {
  if (options instanceof tf.Tensor) {
    throw new TypeError(
      `losses.${name}: expected an object of options; got a tensor; ` +
        `make the loss first, then call it: losses.${name}()(yTrue, yPred).`,
    );
  }
  checkOptions(`losses.${name}`, options, known);
  for (const [key, value] of Object.entries(options ?? {})) {
    const wanted = key === 'fromLogits' ? 'boolean' : 'number';
    if (value === undefined || typeof value === wanted) continue;
    throw new TypeError(
      `losses.${name}: expected ${key} to be a ${wanted}; got ${String(value)}; ` +
        `pass for example { ${key}: ${wanted === 'boolean' ? 'true' : '0'} }.`,
    );
  }
}

/** @throws RangeError unless 0 ≤ `labelSmoothing` ≤ 1. */
export function checkSmoothing(name: string, labelSmoothing: number): void {
  if (labelSmoothing >= 0 && labelSmoothing <= 1) return;
  throw new RangeError(
    `losses.${name}: expected labelSmoothing from 0 to 1; got ${labelSmoothing}; common is 0.1.`,
  );
}
