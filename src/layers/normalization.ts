/** Batch and layer normalization with analytic gradients; options, weights and names of TensorFlow.js. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import {
  batchNormalization as batchKernel,
  layerNormalization as layerKernel,
} from '../engine/kernels';
import './freezing';
import { onlyTensor, register, registeredClass } from './registry';

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

type Kwargs = Record<string, unknown>;

/** Scale and shift, or ones and zeros where the layer was told to do without. */
function scaleAndShift(layer: PlainNormalization, size: number): [tf.Tensor1D, tf.Tensor1D] {
  const gamma = layer.gamma ? layer.gamma.read() : tf.ones([size]);
  const beta = layer.beta ? layer.beta.read() : tf.zeros([size]);
  return [gamma as tf.Tensor1D, beta as tf.Tensor1D];
}

class BatchNormalization extends registeredClass<PlainBatchNormalization>('BatchNormalization') {
  static override className = 'BatchNormalization';

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    // Frozen, it runs as in inference, as in Keras: the moving averages normalize, and stay as they are.
    if (kwargs['training'] !== true || !this.trainable)
      return super.call(inputs, { ...kwargs, training: false });
    const input = onlyTensor('batchNormalization', inputs);
    return tf.tidy(() => {
      const axis = this.axis >= 0 ? this.axis : this.axis + input.rank;
      if (axis === input.rank - 1) return this.normalize(input);
      const order = [...input.shape.keys()].filter((other) => other !== axis).concat(axis);
      const back = order.map((_, position) => order.indexOf(position));
      return this.normalize(input.transpose(order)).transpose(back);
    });
  }

  private normalize(x: tf.Tensor): tf.Tensor {
    const [gamma, beta] = scaleAndShift(this, itemAt(x.shape, x.rank - 1));
    const { output, mean, variance } = batchKernel(x, gamma, beta, this.epsilon);
    this.follow(this.movingMean, mean);
    this.follow(this.movingVariance, variance);
    return output;
  }

  /** average ← momentum · average + (1 − momentum) · value, in TensorFlow.js's order of operations. */
  private follow(average: tf.LayerVariable, value: tf.Tensor): void {
    tf.tidy(() => {
      const before = average.read();
      average.write(before.sub(before.sub(value).mul(1 - this.momentum)));
    });
  }
}
register(BatchNormalization);

class LayerNormalization extends registeredClass<PlainLayerNormalization>('LayerNormalization') {
  static override className = 'LayerNormalization';

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    const input = onlyTensor('layerNormalization', inputs);
    const axes = Array.isArray(this.axis) ? this.axis : [this.axis];
    const [axis, ...more] = axes.map((one) => (one < 0 ? one + input.rank : one));
    if (more.length > 0 || axis !== input.rank - 1) return super.call(inputs, kwargs);
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
 * With `trainable` false, also inside a frozen model, it normalizes by its moving averages and leaves them as
 * they are, as in Keras.
 *
 * @see Ioffe, Szegedy 2015. https://arxiv.org/abs/1502.03167
 */
export function batchNormalization(
  args: Parameters<typeof tf.layers.batchNormalization>[0] = {},
): ReturnType<typeof tf.layers.batchNormalization> {
  return new BatchNormalization(args) as unknown as ReturnType<typeof tf.layers.batchNormalization>;
}

/**
 * Normalizes each example over its features: `tf.layers.layerNormalization`, faster.
 *
 * @see Ba, Kiros, Hinton 2016. https://arxiv.org/abs/1607.06450
 */
export function layerNormalization(
  args: Parameters<typeof tf.layers.layerNormalization>[0] = {},
): ReturnType<typeof tf.layers.layerNormalization> {
  return new LayerNormalization(args) as unknown as ReturnType<typeof tf.layers.layerNormalization>;
}
