/**
 * Keys and values of the steps so far: a cache that grows with each step, or a window of fixed length for graphs, in
 * which each step has its row from the start.
 *
 * Axes: B batch · G heads of keys and values · S key/value steps · K key size · V value size.
 */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { causalBias } from './attention-operations';
import type { KeyValueCache } from './attention-projections';

/** A window into which one step is to be written. */
export interface KeyValueWindow {
  /** `[G · S, K]`, the steps of the first head first. */
  key: tf.Tensor2D;
  /** `[G · S, V]` */
  value: tf.Tensor2D;
  /** Position of the step, `[1]` int32, below `length`. */
  index: tf.Tensor1D;
  /** S */
  length: number;
}

/** The cache after further steps. */
export function extend(earlier: KeyValueCache | undefined, added: KeyValueCache): KeyValueCache {
  if (!earlier) return added;
  return {
    key: tf.concat([earlier.key, added.key], 2),
    value: tf.concat([earlier.value, added.value], 2),
  };
}

/** Hides the future from `queries` steps, the last of `keys`; nothing where there is one. */
export function causalBiases(queries: number, keys: number): tf.Tensor[] {
  return queries > 1 ? [causalBias(queries, keys, keys - queries)] : [];
}

/**
 * The window with one step's keys `[1, G, 1, K]` and values `[1, G, 1, V]` in it.
 *
 * @returns new tensors `[G · S, K]` and `[G · S, V]`; caller disposes.
 */
export function writeStep(
  { key, value, index, length }: KeyValueWindow,
  added: KeyValueCache,
): Pick<KeyValueWindow, 'key' | 'value'> {
  const groups = key.shape[0] / length;
  const begins = tf.range(0, groups, 1, 'int32').mul(tf.scalar(length, 'int32')); // [G]
  const rows = begins.add(index).expandDims(1); // [G, 1]
  const write = (window: tf.Tensor2D, step: tf.Tensor4D) =>
    tf.tensorScatterUpdate(window, rows, step.reshape([groups, -1])) as tf.Tensor2D;
  return { key: write(key, added.key), value: write(value, added.value) };
}

/** A window's tensors as attention reads them: `[1, G, S, K]`. */
export function readWindow(
  { key, value }: Pick<KeyValueWindow, 'key' | 'value'>,
  length: number,
): KeyValueCache {
  const shape = [1, key.shape[0] / length, length, -1] as [number, number, number, number];
  return { key: key.reshape(shape), value: value.reshape(shape) };
}

/** Hides what a window does not hold yet: 0 up to the step, −1e9 behind it, `[1, 1, 1, S]`. Caller disposes. */
export function windowBias({ index, length }: Pick<KeyValueWindow, 'index' | 'length'>): tf.Tensor {
  return tf.tidy(() => {
    const hidden = tf.range(0, length, 1, 'int32').greater(index).toFloat(); // [S]
    return hidden.mul(-1e9).reshape([1, 1, 1, length]);
  });
}

/** A cache of T steps in windows of `length` rows a head, the rest 0. Caller disposes. */
export function windowOf(
  cache: KeyValueCache,
  length: number,
): Pick<KeyValueWindow, 'key' | 'value'> {
  const padded = (x: tf.Tensor4D) => {
    const missing = length - itemAt(x.shape, 2);
    const whole = tf.pad(x, [
      [0, 0],
      [0, 0],
      [0, missing],
      [0, 0],
    ]); // [1, G, S, K]
    return whole.reshape<tf.Tensor2D>([-1, itemAt(x.shape, 3)]);
  };
  return tf.tidy(() => ({ key: padded(cache.key), value: padded(cache.value) }));
}
