/** Rectified linear unit with a gradient in one operation. */
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { nativeKernels, nativeOpOne } from './native-op';

/**
 * max(0, x).
 *
 * TensorFlow.js's own gradient takes seven passes over the data.
 *
 * @param x float32, any shape
 * @returns same shape; caller disposes. Differentiable; the derivative at 0 is 0.
 */
export function relu<T extends tf.Tensor>(x: T): T {
  const output = differentiableOne<[tf.Tensor]>([x], {
    forward: (save) => {
      const y = x.relu();
      save([y]);
      return y;
    },
    backward: (dy, [y]) => [() => gradient(dy, y)],
    plain: () => tf.relu(x),
  });
  return output as T;
}

function gradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  if (!nativeKernels()) return dy.mul(y.greater(0).toFloat());
  return nativeOpOne('ReluGrad', { types: { T: 'float32' } }, [dy, y]);
}
