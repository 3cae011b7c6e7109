/** Dense layers in plain arithmetic, for demos that do without TensorFlow.js. */
import { itemAt } from '../../src/host/item-at';

/** What {@link dense} computes with. */
export interface DenseLayer {
  outputs: number;
  /** `[inputs, outputs]` */
  weights: Float32Array;
  bias: Float32Array;
}

/** Bytes of a base64 text. */
export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** x·W + b, without what is negative if `rectify`. */
export function dense(
  { outputs, weights, bias }: DenseLayer,
  x: Float32Array,
  rectify: boolean,
): Float32Array {
  const y = bias.slice();
  for (let i = 0; i < x.length; i++) {
    const value = itemAt(x, i);
    if (value === 0) continue;
    for (let j = 0, at = i * outputs; j < outputs; j++, at++)
      y[j] = (y[j] as number) + value * (weights[at] as number);
  }
  return rectify ? y.map((value) => Math.max(0, value)) : y;
}

/** Exponentials of all values, divided by their sum. */
export function softmax(values: Float32Array): Float32Array {
  const largest = Math.max(...values);
  const exponentials = values.map((value) => Math.exp(value - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
