/** Adding a bias to the last axis. */
import { shapeText } from '../../host/checks';
import type { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { nativeKernels, nativeOpOne } from './native-op';

/** Attributes of TensorFlow's operations on the last axis. */
const LAST_AXIS = { types: { T: 'float32' }, strings: { data_format: 'NHWC' } } as const;

/** x + b without gradient: one native operation that TensorFlow joins with the product before it. */
export function plainBiasAdd(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
  if (!nativeKernels()) return x.add(bias);
  return nativeOpOne('BiasAdd', LAST_AXIS, [x, bias]);
}

/** Gradient of a bias: the sum of `dy` over all axes but the last. */
export function biasGradient(dy: tf.Tensor): tf.Tensor {
  if (nativeKernels()) return nativeOpOne('BiasAddGrad', LAST_AXIS, [dy]);
  return dy.sum(dy.shape.slice(0, -1).map((_, axis) => axis));
}

/**
 * Adds `bias` `[C]` to every position of `x` `[…, C]`.
 *
 * @param x float32, two or more axes
 * @returns same shape; caller disposes. Differentiable for both.
 * @throws RangeError if `bias` is not `[C]`.
 */
export function biasAdd<T extends tf.Tensor>(x: T, bias: tf.Tensor1D): T {
  if (x.rank < 2 || bias.rank !== 1 || bias.shape[0] !== x.shape[x.rank - 1])
    throw new RangeError(
      `biasAdd: expected x […, C] and bias [C]; got ${shapeText(x.shape)} and ${shapeText(bias.shape)}; ` +
        'make it one number per channel of the last axis.',
    );
  const sum = differentiableOne([x, bias], {
    forward: () => plainBiasAdd(x, bias),
    backward: (dy) => [() => dy.clone(), () => biasGradient(dy)],
    plain: () => x.add(bias),
  });
  return sum as T;
}
