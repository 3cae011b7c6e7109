/** Linear regression (chapter 01). */
import { tf } from '../engine';
import { layers } from '../layers';
import { checkCount, checkNotNegative, penalty, type KernelInitializer } from './options';

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

/**
 * One dense unit without activation: ŷ = x·w + b.
 *
 * Axes: B batch · F features · U outputs.
 *
 * @returns a model from `[B, F]` to `[B, U]`; caller disposes with `model.dispose()`.
 * @throws RangeError for options that do not fit.
 */
export function createLinear({
  inputDim,
  outputUnits = 1,
  useBias = true,
  l1 = 0,
  l2 = 0,
  kernelInitializer = 'zeros',
}: LinearOptions): tf.Sequential {
  checkCount('createLinear', 'inputDim', inputDim);
  checkCount('createLinear', 'outputUnits', outputUnits);
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
