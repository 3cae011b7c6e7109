/** Layer normalization over the last axis with its analytic gradient. */
import { shapeText } from '../../host/checks';
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { nativeOp, ownOperations } from './native-op';

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];

/**
 * Normalizes each row to mean 0 and variance 1, then scales and shifts it.
 *
 * Axes: … leading axes · D features.
 *
 * @param x `[…, D]` float32
 * @param gamma `[D]` scale
 * @param beta `[D]` shift
 * @param epsilon added to the variance
 * @returns `[…, D]`; caller disposes. Differentiable for all three tensors.
 * @throws RangeError if `gamma` or `beta` is not `[D]`.
 * @see Ba, Kiros, Hinton 2016, eq. 4. https://arxiv.org/abs/1607.06450
 */
export function layerNormalization<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon = 1e-3,
): T {
  const width = x.shape[x.rank - 1];
  for (const [name, weight] of Object.entries({ gamma, beta }))
    if (weight.rank !== 1 || weight.shape[0] !== width)
      throw new RangeError(
        `layerNormalization: expected ${name} [${width}] for x ${shapeText(x.shape)}; ` +
          `got ${shapeText(weight.shape)}; make it one number per feature of the last axis.`,
      );
  const native = ownOperations(x, gamma, beta);
  const normalized = differentiableOne<[tf.Tensor, tf.Tensor, tf.Tensor]>([x, gamma, beta], {
    forward: (save) => {
      if (native) {
        const inputs = [x, gamma, beta, tf.scalar(epsilon)];
        const [y, ...saved] = nativeOp('CourseLayerNormalization', {}, inputs, 3) as Three;
        save([...saved, gamma]);
        return y;
      }
      const { unit, inverse } = standardize(x, epsilon);
      save([unit, inverse, gamma]);
      return unit.mul(gamma).add(beta);
    },
    backward: (dy, [unit, inverse, scale]) =>
      native ? nativeGradients(dy, unit, inverse, scale) : gradients(dy, unit, inverse, scale),
    plain: () => standardize(x, epsilon).unit.mul(gamma).add(beta),
  });
  return normalized as T;
}

function standardize(x: tf.Tensor, epsilon: number): { unit: tf.Tensor; inverse: tf.Tensor } {
  const centered = x.sub(x.mean(-1, true)); // [..., D]
  const inverse = centered.square().mean(-1, true).add(epsilon).rsqrt(); // [..., 1]
  return { unit: centered.mul(inverse), inverse }; // [..., D]
}

/** {@link gradients} by one operation. */
function nativeGradients(dy: tf.Tensor, unit: tf.Tensor, inverse: tf.Tensor, gamma: tf.Tensor) {
  const inputs = [dy, unit, inverse, gamma];
  return nativeOp('CourseLayerNormalizationGradient', {}, inputs, 3).map((each) => () => each);
}

/** dx = (d − mean(d) − unit · mean(d · unit)) / σ with d = dy · gamma. */
function gradients(dy: tf.Tensor, unit: tf.Tensor, inverse: tf.Tensor, gamma: tf.Tensor) {
  const leading = unit.shape.slice(0, -1).map((_, axis) => axis);
  const forX = () =>
    tf.tidy(() => {
      const d = dy.mul(gamma); // [..., D]
      const alongUnit = d.mul(unit).mean(-1, true); // [..., 1]
      return d.sub(d.mean(-1, true)).sub(unit.mul(alongUnit)).mul(inverse);
    });
  const forGamma = () => tf.tidy(() => dy.mul(unit).sum(leading));
  return [forX, forGamma, () => dy.sum(leading)];
}
