/** Batch and layer normalization with analytic gradients; options, weights and names of TensorFlow.js. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import {
  batchNormalization as batchKernel,
  layerNormalization as layerKernel,
} from '../engine/kernels';
import { created } from './factories';
import './freezing';
import { maskFor } from './masks';
import {
  maybeValueOf,
  onlyTensor,
  register,
  registeredClass,
  valueOf,
  type Kwargs,
  type Tensors,
} from './registry';

interface PlainNormalization extends tf.layers.Layer {
  readonly epsilon: number;
  readonly gamma?: tf.LayerVariable | null;
  readonly beta?: tf.LayerVariable | null;
}

interface PlainBatchNormalization extends PlainNormalization {
  readonly axis: number;
  readonly momentum: number;
  readonly movingMean: tf.LayerVariable;
  readonly movingVariance: tf.LayerVariable;
}

interface PlainLayerNormalization extends PlainNormalization {
  readonly axis: number | number[];
}

/** Scale and shift, or ones and zeros where the layer was told to do without. */
function scaleAndShift(layer: PlainNormalization, size: number): [tf.Tensor1D, tf.Tensor1D] {
  const gamma = maybeValueOf<tf.Tensor1D>(layer.gamma) ?? tf.ones<tf.Rank.R1>([size]);
  return [gamma, maybeValueOf<tf.Tensor1D>(layer.beta) ?? tf.zeros<tf.Rank.R1>([size])];
}

/** @throws Error if a mask reaches a normalization across steps, which would count padding as data. */
function refuseMaskAcrossSteps(layer: tf.layers.Layer, x: tf.Tensor, kwargs: Kwargs): void {
  if (!maskFor(x, kwargs)) return;
  throw new Error(
    `${layer.name}: expected an input without a mask, because it normalizes across steps; ` +
      'got one; normalize over the last axis, or leave out maskZero.',
  );
}

class BatchNormalization extends registeredClass<PlainBatchNormalization>('BatchNormalization') {
  static override className = 'BatchNormalization';

  override call(inputs: Tensors, kwargs: Kwargs): Tensors {
    // Frozen, it runs as in inference, as in Keras: the moving averages normalize, and stay as they are.
    if (kwargs['training'] !== true || !this.trainable)
      return super.call(inputs, { ...kwargs, training: false });
    const input = onlyTensor('batchNormalization', inputs);
    return tf.tidy(() => {
      const axis = this.axis >= 0 ? this.axis : this.axis + input.rank;
      if (axis === input.rank - 1) return this.normalize(input, maskFor(input, kwargs));
      refuseMaskAcrossSteps(this, input, kwargs);
      const order = [...input.shape.keys()].filter((other) => other !== axis).concat(axis);
      const back = order.map((_, position) => order.indexOf(position));
      return this.normalize(input.transpose(order)).transpose(back);
    });
  }

  private normalize(x: tf.Tensor, mask?: tf.Tensor): tf.Tensor {
    const [gamma, beta] = scaleAndShift(this, itemAt(x.shape, x.rank - 1));
    const { output, mean, variance } = mask
      ? normalizeVisible(x, mask, [gamma, beta], this.epsilon)
      : batchKernel(x, gamma, beta, this.epsilon);
    this.follow(this.movingMean, mean);
    this.follow(this.movingVariance, variance);
    return output;
  }

  /** average ← momentum · average + (1 − momentum) · value, in TensorFlow.js's order of operations. */
  private follow(average: tf.LayerVariable, value: tf.Tensor): void {
    tf.tidy(() => {
      const before = valueOf(average);
      average.write(before.sub(before.sub(value).mul(1 - this.momentum)));
    });
  }
}
register(BatchNormalization);

/** Batch normalization with the statistics of the steps that the mask shows, as in Keras. */
function normalizeVisible(
  x: tf.Tensor,
  mask: tf.Tensor,
  [gamma, beta]: [tf.Tensor1D, tf.Tensor1D],
  epsilon: number,
): { output: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor } {
  const axes = [...x.shape.keys()].slice(0, -1);
  const weights = mask.toFloat().reshape([...mask.shape, ...x.shape.slice(mask.rank).map(() => 1)]);
  const share = weights.div(
    weights
      .broadcastTo([...x.shape.slice(0, -1), 1])
      .sum()
      .maximum(1),
  );
  const mean = x.mul(share).sum(axes); // [C]
  const centered = x.sub(mean);
  const variance = centered.square().mul(share).sum(axes); // [C]
  const output = centered.mul(variance.add(epsilon).rsqrt()).mul(gamma).add(beta);
  return { output, mean, variance };
}

class LayerNormalization extends registeredClass<PlainLayerNormalization>('LayerNormalization') {
  static override className = 'LayerNormalization';

  override call(inputs: Tensors, kwargs: Kwargs): Tensors {
    const input = onlyTensor('layerNormalization', inputs);
    const axes = Array.isArray(this.axis) ? this.axis : [this.axis];
    const [axis, ...more] = axes.map((one) => (one < 0 ? one + input.rank : one));
    if (more.length > 0 || axis !== input.rank - 1) {
      refuseMaskAcrossSteps(this, input, kwargs);
      return super.call(inputs, kwargs);
    }
    return tf.tidy(() => {
      const [gamma, beta] = scaleAndShift(this, itemAt(input.shape, axis));
      return layerKernel(input, gamma, beta, this.epsilon);
    });
  }
}
register(LayerNormalization);

/**
 * Normalizes each channel over the batch: `tf.layers.batchNormalization`, faster while training.
 *
 * Axes: … batch and positions · C channels. With `trainable` false, also inside a frozen model, it normalizes by
 * its moving averages and leaves them as they are, as in Keras. Steps that a mask hides do not count.
 *
 * @param args `axis` of the channels (default −1), `momentum` of the averages (default 0.99), `epsilon` (1e-3), …
 * @returns a layer from `[…, C]` to the same shape.
 * @throws RangeError for an option that does not exist.
 * @see Ioffe, Szegedy 2015. https://arxiv.org/abs/1502.03167
 * @example
 * const norm = layers.batchNormalization({ epsilon: 1e-7 });
 * const y = norm.apply(tf.tensor2d([[1], [3]]), { training: true }) as tf.Tensor;
 * y.round(); // [ [ -1 ], [ 1 ] ]
 */
export function batchNormalization(
  args: Parameters<typeof tf.layers.batchNormalization>[0] = {},
): ReturnType<typeof tf.layers.batchNormalization> {
  return created('batchNormalization', BatchNormalization, args);
}

/**
 * Normalizes each example over its features: `tf.layers.layerNormalization`, faster.
 *
 * Axes: … leading axes · D features.
 *
 * @param args `axis` (default −1), `epsilon` added to the variance (1e-3), `center`, `scale`, …
 * @returns a layer from `[…, D]` to the same shape.
 * @throws RangeError for an option that does not exist.
 * @see Ba, Kiros, Hinton 2016. https://arxiv.org/abs/1607.06450
 * @example
 * const norm = layers.layerNormalization({ epsilon: 1e-7 });
 * (norm.apply(tf.tensor2d([[1, 3]])) as tf.Tensor).round(); // [ [ -1, 1 ] ]
 */
export function layerNormalization(
  args: Parameters<typeof tf.layers.layerNormalization>[0] = {},
): ReturnType<typeof tf.layers.layerNormalization> {
  return created('layerNormalization', LayerNormalization, args);
}
