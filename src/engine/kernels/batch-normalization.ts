/** Batch normalization in training: statistics of the batch, and the gradient through them. */
import { shapeText } from '../../host/checks';
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { differentiable } from './differentiable';
import { nativeKernels, nativeOp } from './native-op';

/** Result of {@link batchNormalization}. Caller disposes all three. */
export interface BatchNormalizationResult<T extends tf.Tensor = tf.Tensor> {
  /** Same shape as the input. */
  output: T;
  /** Mean of the batch, `[C]`. Not differentiable. */
  mean: tf.Tensor1D;
  /** Variance of the batch (divided by the number of values, not one less), `[C]`. Not differentiable. */
  variance: tf.Tensor1D;
}

/**
 * Normalizes each channel to mean 0 and variance 1 over the batch, then scales and shifts it.
 *
 * Axes: … batch and positions · C channels.
 *
 * @param x `[…, C]` float32
 * @param gamma `[C]` scale
 * @param beta `[C]` shift
 * @param epsilon added to the variance
 * @returns see {@link BatchNormalizationResult}. `output` is differentiable for all three tensors.
 * @throws RangeError if `gamma` or `beta` is not `[C]`.
 * @see Ioffe, Szegedy 2015, algorithm 1. https://arxiv.org/abs/1502.03167
 */
export function batchNormalization<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon = 1e-3,
): BatchNormalizationResult<T> {
  const channels = itemAt(x.shape, x.rank - 1);
  for (const [name, weight] of Object.entries({ gamma, beta }))
    if (weight.rank !== 1 || weight.shape[0] !== channels)
      throw new RangeError(
        `batchNormalization: expected ${name} [${channels}] for x ${shapeText(x.shape)}; ` +
          `got ${shapeText(weight.shape)}; make it one number per channel of the last axis.`,
      );
  const run = nativeKernels() ? native : twin;
  return tf.tidy(() => {
    const outputs = run(x.reshape([-1, channels]), gamma, beta, epsilon);
    return {
      output: itemAt(outputs, 0).reshape<T>(x.shape),
      mean: itemAt(outputs, 1).flatten(),
      variance: itemAt(outputs, 2).flatten(),
    };
  });
}

const FUSED = {
  types: { T: 'float32', U: 'float32' },
  bools: { is_training: true },
  strings: { data_format: 'NHWC' },
} as const;

type Triple = [tf.Tensor, tf.Tensor, tf.Tensor];

function native(rows: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D, epsilon: number) {
  const [count, channels] = [itemAt(rows.shape, 0), itemAt(rows.shape, 1)];
  return differentiable([rows, gamma, beta], {
    forward: (save) => {
      const none = tf.tensor1d([]);
      const floats = { epsilon, exponential_avg_factor: 1 };
      const image = rows.reshape([count, 1, 1, channels]);
      const inputs = [image, gamma, beta, none, none];
      const results = nativeOp('FusedBatchNormV3', { ...FUSED, floats }, inputs, 6);
      // y, mean, variance (divided by one less), and three tensors for the gradient only.
      const [y, mean, reserves] = [itemAt(results, 0), itemAt(results, 1), results.slice(3)];
      save([image, gamma, ...reserves]);
      // On a CPU the second reserve is the variance divided by the count.
      return [y, mean, itemAt(reserves, 1)];
    },
    backward: ([dy], saved) => {
      const floats = { epsilon };
      const inputs = [...(dy ? [dy] : []), ...saved];
      const results = nativeOp('FusedBatchNormGradV3', { ...FUSED, floats }, inputs, 5);
      return [
        () => itemAt(results, 0).reshape([count, channels]),
        () => itemAt(results, 1),
        () => itemAt(results, 2),
      ];
    },
    plain: () => plain(rows, gamma, beta, epsilon),
  });
}

/** Each channel to mean 0 and variance 1. */
function standardize(rows: tf.Tensor, epsilon: number) {
  const mean = rows.mean(0); // [C]
  const centered = rows.sub(mean); // [rows, C]
  const variance = centered.square().mean(0); // [C]
  const inverse = variance.add(epsilon).rsqrt(); // [C]
  return { unit: centered.mul(inverse), mean, variance, inverse };
}

function plain(rows: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D, epsilon: number): Triple {
  const { unit, mean, variance } = standardize(rows, epsilon);
  return [unit.mul(gamma).add(beta), mean, variance];
}

function twin(rows: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D, epsilon: number) {
  return differentiable<Triple>([rows, gamma, beta], {
    forward: (save) => {
      const { unit, mean, variance, inverse } = standardize(rows, epsilon);
      save([unit, inverse, gamma]);
      return [unit.mul(gamma).add(beta), mean, variance];
    },
    backward: (dys, [unit, inverse, scale]) => twinGradients(itemAt(dys, 0), unit, inverse, scale),
    plain: () => plain(rows, gamma, beta, epsilon),
  });
}

function twinGradients(dy: tf.Tensor, unit: tf.Tensor, inverse: tf.Tensor, gamma: tf.Tensor) {
  const forX = () =>
    tf.tidy(() => {
      const alongUnit = dy.mul(unit).mean(0); // [C]
      return dy.sub(dy.mean(0)).sub(unit.mul(alongUnit)).mul(inverse.mul(gamma));
    });
  return [forX, () => tf.tidy(() => dy.mul(unit).sum(0)), () => dy.sum(0)];
}
