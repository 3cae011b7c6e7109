/** Checks of model options and parts that several models share. */
import { checkFraction, shapeText } from '../host/checks';
import { tf } from '../engine';
import { layers } from '../layers';

/** @throws RangeError unless every entry is a whole number ≥ 1, and there are at least `least`. */
export function checkCounts(
  caller: string,
  name: string,
  values: readonly number[],
  least = 0,
): void {
  const whole = (value: number) => Number.isInteger(value) && value >= 1;
  if (Array.isArray(values) && values.length >= least && values.every(whole)) return;
  throw new RangeError(
    `${caller}: expected ${name} to be a list of at least ${least} whole numbers ≥ 1; ` +
      `got ${Array.isArray(values) ? shapeText(values) : String(values)}; ` +
      `pass for example { ${name}: [64, 64] }.`,
  );
}

/** @throws RangeError unless 0 ≤ `value` < 1. */
export function checkDropout(caller: string, value: number): void {
  checkFraction(caller, 'dropout', value, 'it is a fraction of values');
}

/** @throws RangeError unless `value` ≥ 0. */
export function checkNotNegative(caller: string, name: string, value: number): void {
  if (value >= 0) return;
  throw new RangeError(
    `${caller}: expected ${name} to be 0 or more; got ${String(value)}; use 0 for none.`,
  );
}

/** @throws RangeError unless `value` is one of `allowed`. */
export function checkOneOf<T extends string>(
  caller: string,
  name: string,
  value: T,
  allowed: readonly T[],
): void {
  if (allowed.includes(value)) return;
  throw new RangeError(
    `${caller}: expected ${name} to be one of ${allowed.join(', ')}; got ${String(value)}; ` +
      `pass for example { ${name}: '${allowed[0]}' }.`,
  );
}

/** An activation by TensorFlow.js's name. */
export type ActivationName = NonNullable<Parameters<typeof tf.layers.activation>[0]['activation']>;

/** An initializer by TensorFlow.js's name, or an object of `tf.initializers`. */
export type KernelInitializer = NonNullable<
  Parameters<typeof tf.layers.dense>[0]['kernelInitializer']
>;

/** An L1/L2 penalty as an option of a layer, or nothing where both are 0. */
export function penalty(
  l1: number,
  l2: number,
): { kernelRegularizer?: ReturnType<typeof tf.regularizers.l1l2> } {
  return l1 > 0 || l2 > 0 ? { kernelRegularizer: tf.regularizers.l1l2({ l1, l2 }) } : {};
}

/** A dropout layer, or none at rate 0. */
export function dropoutLayers(rate: number, name: string): tf.layers.Layer[] {
  return rate > 0 ? [layers.dropout({ rate, name })] : [];
}
