/** Rectified linear unit with a gradient in one operation. */
import { itemAt } from '../../host/item-at';
import type { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { nativeKernels, nativeOp } from './native-op';

/**
 * max(0, x).
 *
 * TensorFlow.js's own gradient takes seven passes over the data.
 *
 * @param x float32, any shape
 * @returns same shape; caller disposes. Differentiable; the derivative at 0 is 0.
 */
export function relu<T extends tf.Tensor>(x: T): T {
  const output = differentiableOne([x], {
    forward: (save) => {
      const y = x.relu();
      save([y]);
      return [y];
    },
    backward: ([dy], [y]) => [() => gradient(dy as tf.Tensor, y as tf.Tensor)],
  });
  return output as T;
}

function gradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  if (!nativeKernels()) return dy.mul(y.greater(0).toFloat());
  return itemAt(nativeOp('ReluGrad', { types: { T: 'float32' } }, [dy, y], 1), 0);
}
