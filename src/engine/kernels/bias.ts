/** Adding a bias to the last axis. */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { nativeKernels, nativeOp } from './native-op';

/** Attributes of TensorFlow's operations on the last axis. */
const LAST_AXIS = { types: { T: 'float32' }, strings: { data_format: 'NHWC' } } as const;

/** x + b without gradient: one native operation that TensorFlow joins with the product before it. */
export function plainBiasAdd(x: tf.Tensor, bias: tf.Tensor1D): tf.Tensor {
  if (!nativeKernels()) return x.add(bias);
  return itemAt(nativeOp('BiasAdd', LAST_AXIS, [x, bias], 1), 0);
}

/** Gradient of a bias: the sum of `dy` over all axes but the last. */
export function biasGradient(dy: tf.Tensor): tf.Tensor {
  if (nativeKernels()) return itemAt(nativeOp('BiasAddGrad', LAST_AXIS, [dy], 1), 0);
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
      `biasAdd: expected x […, C] and bias [C]; got [${x.shape}] and [${bias.shape}]; ` +
        'make it one number per channel of the last axis.',
    );
  const sum = differentiableOne([x, bias], {
    forward: () => [plainBiasAdd(x, bias)],
    backward: ([dy]) => [() => (dy as tf.Tensor).clone(), () => biasGradient(dy as tf.Tensor)],
  });
  return sum as T;
}
