/** Linear regression (chapter 01). */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { layers } from '../layers';
import { checkNotNegative, penalty, type KernelInitializer } from './options';

/** Options of {@link createLinear}. */
export interface LinearOptions {
  /** Number of features. */
  inputDim: number;
  /** Numbers to predict. Default 1. */
  outputUnits?: number;
  /** Whether to add an intercept. Default `true`. */
  useBias?: boolean;
  /** Weight of Σ|w| in the loss. Default 0. */
  l1?: number;
  /** Weight of Σw² in the loss. Default 0. */
  l2?: number;
  /** Start of the coefficients. Default `zeros`: the loss is convex, so any start reaches the same optimum. */
  kernelInitializer?: KernelInitializer;
}

const KNOWN = {
  inputDim: true,
  kernelInitializer: true,
  l1: true,
  l2: true,
  outputUnits: true,
  useBias: true,
} satisfies Record<keyof LinearOptions, true>;

/**
 * One dense unit without activation: ŷ = x·w + b.
 *
 * Axes: B batch · F features · U outputs.
 *
 * @param options see {@link LinearOptions}
 * @returns a model from `[B, F]` to `[B, U]`; caller disposes with `model.dispose()`.
 * @throws RangeError for options that do not fit or do not exist.
 * @example
 * const model = createLinear({ inputDim: 2, kernelInitializer: 'ones' });
 * model.predict(tf.tensor2d([[3, 4]])); // [ [ 7 ] ]
 */
export function createLinear(options: LinearOptions): tf.Sequential {
  checkOptions('createLinear', options, KNOWN);
  const { inputDim, outputUnits = 1, useBias = true, l1 = 0, l2 = 0 } = options;
  const { kernelInitializer = 'zeros' } = options;
  checkWholeNumber('createLinear', 'inputDim', inputDim);
  checkWholeNumber('createLinear', 'outputUnits', outputUnits);
  checkNotNegative('createLinear', 'l1', l1);
  checkNotNegative('createLinear', 'l2', l2);
  const output = layers.dense({
    name: 'output',
    units: outputUnits,
    inputShape: [inputDim],
    useBias,
    kernelInitializer,
    ...penalty(l1, l2),
  });
  return tf.sequential({ layers: [output] });
}
