/** Batch normalization in training: statistics of the batch, and the gradient through them. */
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
        `batchNormalization: expected ${name} [${channels}] for x [${x.shape}]; ` +
          `got [${weight.shape}]; make it one number per channel of the last axis.`,
      );
  const run = nativeKernels() ? native : twin;
  const [output, mean, variance] = run(x.reshape([-1, channels]), gamma, beta, epsilon);
  return {
    output: output.reshape(x.shape),
    mean: mean as tf.Tensor1D,
    variance: variance as tf.Tensor1D,
  };
}

type Normalized = [tf.Tensor, tf.Tensor, tf.Tensor];

const FUSED = {
  types: { T: 'float32', U: 'float32' },
  bools: { is_training: true },
  strings: { data_format: 'NHWC' },
} as const;

function native(rows: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D, epsilon: number) {
  const [count, channels] = rows.shape as [number, number];
  const outputs = differentiable([rows, gamma, beta], {
    forward: (save) => {
      const none = tf.tensor1d([]);
      const floats = { epsilon, exponential_avg_factor: 1 };
      const image = rows.reshape([count, 1, 1, channels]);
      const inputs = [image, gamma, beta, none, none];
      const results = nativeOp('FusedBatchNormV3', { ...FUSED, floats }, inputs, 6);
      const [y, mean, , reserve1, reserve2, reserve3] = results;
      save([image, gamma, reserve1, reserve2, reserve3] as tf.Tensor[]);
      // On a CPU the second reserve is the variance divided by the count.
      return [y, mean, reserve2] as tf.Tensor[];
    },
    backward: ([dy], [image, scale, reserve1, reserve2, reserve3]) => {
      const floats = { epsilon };
      const inputs = [dy, image, scale, reserve1, reserve2, reserve3] as tf.Tensor[];
      const results = nativeOp('FusedBatchNormGradV3', { ...FUSED, floats }, inputs, 5);
      const [dx, dGamma, dBeta] = results as [tf.Tensor, tf.Tensor, tf.Tensor];
      return [() => dx.reshape([count, channels]), () => dGamma, () => dBeta];
    },
  });
  return outputs as Normalized;
}

function twin(rows: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D, epsilon: number) {
  const outputs = differentiable([rows, gamma, beta], {
    forward: (save) => {
      const mean = rows.mean(0); // [C]
      const centered = rows.sub(mean);
      const variance = centered.square().mean(0); // [C]
      const inverse = variance.add(epsilon).rsqrt();
      const unit = centered.mul(inverse); // [rows, C]
      save([unit, inverse, gamma]);
      return [unit.mul(gamma).add(beta), mean, variance];
    },
    backward: ([dy], saved) => {
      const [unit, inverse, scale] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      return twinGradients(dy as tf.Tensor, unit, inverse, scale);
    },
  });
  return outputs as Normalized;
}

function twinGradients(dy: tf.Tensor, unit: tf.Tensor, inverse: tf.Tensor, gamma: tf.Tensor) {
  const forX = () =>
    tf.tidy(() => {
      const alongUnit = dy.mul(unit).mean(0); // [C]
      return dy.sub(dy.mean(0)).sub(unit.mul(alongUnit)).mul(inverse.mul(gamma));
    });
  return [forX, () => tf.tidy(() => dy.mul(unit).sum(0)), () => dy.sum(0)];
}
