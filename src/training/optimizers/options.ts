/** Options of the optimizers, and their checks. */
import { checkOptions, type KnownOptions } from '../../host/options';
import type { tf } from '../../engine';

/** The hyperparameter that every optimizer has. */
export interface LearningRateOption {
  /** Size of a step. Default: see each optimizer. */
  learningRate?: number | undefined;
}

/** Options of `momentum`. */
export interface MomentumOptions extends LearningRateOption {
  /** Share of the last step that is kept. Default 0.9. */
  momentum?: number | undefined;
  /** Takes the gradient where the kept part of the step leads. Default false. */
  useNesterov?: boolean | undefined;
}

/** Options of `adagrad`. */
export interface AdagradOptions extends LearningRateOption {
  /** What the sums of squared gradients begin with. Default 0.1. */
  initialAccumulatorValue?: number | undefined;
}

/** Options of `rmsprop`. */
export interface RmspropOptions extends LearningRateOption {
  /** Memory of the gradient's size. Default 0.9. */
  decay?: number | undefined;
  /** Share of the last step that is kept. Default 0. */
  momentum?: number | undefined;
  /** Keeps the division finite; stands under the root. Default 1e-7. */
  epsilon?: number | undefined;
  /** Subtracts the squared mean gradient, so that the variance is divided by. Default false. */
  centered?: boolean | undefined;
}

/** Options of `adam`. */
export interface AdamOptions extends LearningRateOption {
  /** Memory of the mean gradient. Default 0.9. */
  beta1?: number | undefined;
  /** Memory of the gradient's size. Default 0.999. */
  beta2?: number | undefined;
  /** Keeps the division finite. Default 1e-7. */
  epsilon?: number | undefined;
}

/** Options of `adamW`. */
export interface AdamWOptions extends AdamOptions {
  /** λ: share of a weight that each step takes away, times the learning rate. Default 0.004. */
  weightDecay?: number | undefined;
  /** Variables that do not decay; common are biases and normalization. Default: all decay. */
  excludeFromWeightDecay?: ((variable: tf.Variable) => boolean) | undefined;
}

/** Numbers that must lie in [0, 1): memories and kept shares. */
const SHARES = ['momentum', 'decay', 'beta1', 'beta2'];
/** Numbers that must be ≥ 0. */
const SIZES: Readonly<Record<string, string>> = {
  learningRate: '0.001 to 0.1',
  epsilon: '1e-7',
  initialAccumulatorValue: '0.1',
  weightDecay: '0.01',
};

/**
 * Checks all options of an optimizer.
 *
 * @throws RangeError for unknown keys and numbers outside their range; TypeError for other values.
 */
export function checkOptimizerOptions(
  name: string,
  options: object | undefined,
  known: KnownOptions,
): void {
  const caller = `optimizers.${name}`;
  checkOptions(caller, options, known);
  for (const [key, value] of Object.entries(options ?? {})) {
    if (value === undefined) continue;
    if (SHARES.includes(key)) checkShare(caller, key, value);
    else if (Object.hasOwn(SIZES, key)) checkSize(caller, key, value);
    else checkSwitch(caller, key, value);
  }
}

function checkShare(caller: string, option: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value < 1) return;
  throw new RangeError(
    `${caller}: expected ${option} from 0 to below 1; got ${String(value)}; common is 0.9.`,
  );
}

function checkSize(caller: string, option: string, value: unknown): void {
  if (typeof value === 'number' && value >= 0 && value < Infinity) return;
  throw new RangeError(
    `${caller}: expected ${option} ≥ 0; got ${String(value)}; common is ${SIZES[option]}.`,
  );
}

function checkSwitch(caller: string, option: string, value: unknown): void {
  const wanted = option === 'excludeFromWeightDecay' ? 'function' : 'boolean';
  if (typeof value === wanted) return;
  throw new TypeError(
    `${caller}: expected ${option} to be a ${wanted}; got ${String(value)}; leave it out for the default.`,
  );
}
