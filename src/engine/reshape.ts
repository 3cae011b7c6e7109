/** `reshape` to sizes that do not fit says which ones would. Every backend refuses, each in words of its own. */
import type * as tfjs from '@tensorflow/tfjs';

type Reshape = (x: unknown, shape: unknown) => tfjs.Tensor;
type Method = (this: tfjs.Tensor, ...rest: unknown[]) => tfjs.Tensor;

const METHODS = ['reshape', 'as1D', 'as2D', 'as3D', 'as4D', 'as5D', 'reshapeAs'] as const;

const list = (sizes: readonly number[]): string => `[${sizes.join(', ')}]`;

/**
 * Why a tensor cannot have a shape.
 *
 * @param caller whose message it is
 * @returns `undefined` if it can, or if there is more wrong than the sizes
 */
function refusal(caller: string, from: readonly number[], to: unknown): RangeError | undefined {
  if (!Array.isArray(to) || !to.every((size) => typeof size === 'number')) return undefined;
  const sizes: number[] = to;
  const odd = sizes.find((size) => !Number.isInteger(size) || size < -1);
  if (odd !== undefined)
    return new RangeError(
      `${caller}: expected whole sizes from 0, or −1 for one of them; got ${odd} in ${list(sizes)}; round or correct it.`,
    );
  const free = sizes.filter((size) => size === -1).length;
  if (free > 1)
    return new RangeError(
      `${caller}: expected at most one size of −1; got ${free} in ${list(sizes)}; one of them follows from the others, ` +
        'so give all but one.',
    );
  const count = from.reduce((product, size) => product * size, 1);
  const taken = sizes.reduce((product, size) => product * Math.abs(size), 1);
  if (free === 1 ? taken > 0 && count % taken === 0 : taken === count) return undefined;
  const got =
    free === 0
      ? `${list(sizes)}, which holds ${taken}`
      : `${list(sizes)}, and ${count} is no multiple of ${taken}`;
  const remedy =
    free === 0
      ? `choose sizes whose product is ${count}, or −1 for one of them`
      : `choose sizes whose product divides ${count}`;
  const values = count === 1 ? 'the single value' : `the ${count} values`;
  return new RangeError(
    `${caller}: expected sizes for ${values} of ${list(from)}; got ${got}; ${remedy}.`,
  );
}

/** Has `tf.reshape` and the methods of tensors that call it explain what they refuse. */
export function explainReshape(tf: typeof tfjs): void {
  const core = require('@tensorflow/tfjs-core') as { reshape: Reshape };
  const { reshape } = core;
  core.reshape = (x, shape) => {
    try {
      return reshape(x, shape);
    } catch (error) {
      throw (x instanceof tf.Tensor && refusal('reshape', x.shape, shape)) || error;
    }
  };
  const methods = tf.Tensor.prototype as unknown as Record<string, Method | undefined>;
  for (const name of METHODS) {
    const method = methods[name];
    if (!method) continue;
    methods[name] = function (...rest) {
      try {
        return method.apply(this, rest);
      } catch (error) {
        throw refusal(name, this.shape, targetOf(name, this, rest)) ?? error;
      }
    };
  }
}

/** The shape that a call of a method asks for. */
function targetOf(name: (typeof METHODS)[number], x: tfjs.Tensor, rest: unknown[]): unknown {
  if (name === 'reshape') return rest[0];
  if (name === 'reshapeAs') return (rest[0] as Partial<tfjs.Tensor> | undefined)?.shape;
  return name === 'as1D' ? [x.size] : rest;
}
