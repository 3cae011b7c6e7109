/** `dense` and `conv2d` with TensorFlow.js's options, weights and names, and cheaper gradients. */
import { tf } from '../engine';
import { biasAdd } from '../engine/kernels';
import './activations';
import { projectBy, type Adaptable } from './adapters';
import { created } from './factories';
import {
  maybeValueOf,
  onlyTensor,
  register,
  registeredClass,
  valueOf,
  type Activation,
  type Kwargs,
  type Tensors,
} from './registry';

interface PlainWeighted extends tf.layers.Layer {
  readonly activation: Activation | null;
  readonly kernel: tf.LayerVariable;
  readonly bias: tf.LayerVariable | null;
}

interface PlainConv2D extends PlainWeighted {
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same' | 'causal';
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
  readonly dilationRate: [number, number];
}

class Dense extends registeredClass<PlainWeighted>('Dense') implements Adaptable {
  static override className = 'Dense';

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('dense', inputs);
    return tf.tidy(() => {
      const output = projectBy(input, this.kernel, this.bias);
      return this.activation ? this.activation.apply(output) : output;
    });
  }

  denseKernels(): ReturnType<Adaptable['denseKernels']> {
    return [{ kernel: this.kernel, owner: this }];
  }
}
register(Dense);

class Conv2D extends registeredClass<PlainConv2D>('Conv2D') {
  static override className = 'Conv2D';

  override call(inputs: Tensors, kwargs: Kwargs): Tensors {
    const { padding, strides, dilationRate } = this;
    if (this.dataFormat === 'channelsFirst' || padding === 'causal')
      return super.call(inputs, kwargs);
    const input = onlyTensor<tf.Tensor4D>('conv2d', inputs);
    return tf.tidy(() => {
      const kernel = valueOf<tf.Tensor4D>(this.kernel);
      const product = tf.conv2d(input, kernel, strides, padding, 'NHWC', dilationRate);
      const bias = maybeValueOf<tf.Tensor1D>(this.bias);
      const output = bias ? biasAdd(product, bias) : product;
      return this.activation ? this.activation.apply(output) : output;
    });
  }
}
register(Conv2D);

/**
 * Dense layer, x·W + b over the last axis: `tf.layers.dense`, with cheaper gradients.
 *
 * Axes: … leading axes · I inputs · U units.
 *
 * @param args `units`, `activation`, `useBias` (default `true`), `kernelInitializer`, …
 * @returns a layer from `[…, I]` to `[…, U]`.
 * @throws RangeError for an option that does not exist.
 * @example
 * const layer = layers.dense({ units: 2, kernelInitializer: 'ones' });
 * layer.apply(tf.tensor2d([[1, 2, 4]])); // [ [ 7, 7 ] ]
 */
export function dense(
  args: Parameters<typeof tf.layers.dense>[0],
): ReturnType<typeof tf.layers.dense> {
  return created('dense', Dense, args);
}

/**
 * Convolution of images: `tf.layers.conv2d`, with cheaper gradients.
 *
 * Axes: N batch · H height · W width · C channels · F filters.
 *
 * @param args `filters`, `kernelSize` in pixels, `strides` (default 1), `padding` (`'valid'`), `activation`, …
 * @returns a layer from `[N, H, W, C]` to `[N, H − kernelSize + 1, W − kernelSize + 1, F]`, by default.
 * @throws RangeError for an option that does not exist.
 * @example
 * const layer = layers.conv2d({ filters: 1, kernelSize: 2, kernelInitializer: 'ones' });
 * (layer.apply(tf.ones([1, 3, 3, 1])) as tf.Tensor).reshape([2, 2]); // [ [ 4, 4 ], [ 4, 4 ] ]
 */
export function conv2d(
  args: Parameters<typeof tf.layers.conv2d>[0],
): ReturnType<typeof tf.layers.conv2d> {
  return created('conv2d', Conv2D, args);
}
