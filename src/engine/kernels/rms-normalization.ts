/** Normalization by the root mean square of the last axis, with its analytic gradient. */
import { shapeText } from '../../host/checks';
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';

/**
 * Divides each row by the root of the mean of its squares, then scales it.
 *
 * Axes: … leading axes · D features.
 *
 * @param x `[…, D]` float32
 * @param scale `[D]`
 * @param epsilon added to the mean of the squares
 * @returns `[…, D]`; caller disposes. Differentiable for both tensors.
 * @throws RangeError if `scale` is not `[D]`.
 * @see Zhang, Sennrich 2019, eq. 4. https://arxiv.org/abs/1910.07467
 */
export function rmsNormalization<T extends tf.Tensor>(x: T, scale: tf.Tensor1D, epsilon = 1e-6): T {
  const width = x.shape[x.rank - 1];
  if (scale.rank !== 1 || scale.shape[0] !== width)
    throw new RangeError(
      `rmsNormalization: expected scale [${width}] for x ${shapeText(x.shape)}; ` +
        `got ${shapeText(scale.shape)}; make it one number per feature of the last axis.`,
    );
  const normalized = differentiableOne<[tf.Tensor, tf.Tensor, tf.Tensor]>([x, scale], {
    forward: (save) => {
      const inverse = inverseRoot(x, epsilon);
      const unit = x.mul(inverse);
      save([unit, inverse, scale]);
      return unit.mul(scale);
    },
    backward: (dy, [unit, inverse, factor]) => gradients(dy, unit, inverse, factor),
    plain: () => x.mul(inverseRoot(x, epsilon)).mul(scale),
  });
  return normalized as T;
}

/** 1 / √(mean(x²) + ε), `[…, 1]` */
function inverseRoot(x: tf.Tensor, epsilon: number): tf.Tensor {
  return x.square().mean(-1, true).add(epsilon).rsqrt();
}

/** dx = (d − unit · mean(d · unit)) · inverse with d = dy · scale. */
function gradients(dy: tf.Tensor, unit: tf.Tensor, inverse: tf.Tensor, scale: tf.Tensor) {
  const leading = unit.shape.slice(0, -1).map((_, axis) => axis);
  const forX = () =>
    tf.tidy(() => {
      const d = dy.mul(scale); // [..., D]
      const alongUnit = d.mul(unit).mean(-1, true); // [..., 1]
      return d.sub(unit.mul(alongUnit)).mul(inverse);
    });
  return [forX, () => tf.tidy(() => dy.mul(unit).sum(leading))];
}
