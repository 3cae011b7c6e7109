/** Sigmoid linear unit with its analytic gradient. */
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';

/**
 * x · σ(x), also called swish.
 *
 * @param x float32, any shape
 * @returns same shape; caller disposes. Differentiable.
 * @see Hendrycks, Gimpel 2016. https://arxiv.org/abs/1606.08415
 */
export function silu<T extends tf.Tensor>(x: T): T {
  const output = differentiableOne<[tf.Tensor, tf.Tensor]>([x], {
    forward: (save) => {
      const gate = x.sigmoid();
      const y = x.mul(gate);
      save([gate, y]);
      return y;
    },
    // σ(x) + x · σ(x) · (1 − σ(x))
    backward: (dy, [gate, y]) => [() => tf.tidy(() => dy.mul(tf.sub(1, gate).mul(y).add(gate)))],
    plain: () => x.mul(x.sigmoid()),
  });
  return output as T;
}
