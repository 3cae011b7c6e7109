/** `dense` and `conv2d` with TensorFlow.js's options, weights and names, and cheaper gradients. */
import { tf } from '../engine';
import { biasAdd } from '../engine/kernels';
import './activations';
import { project } from './attention-operations';
import { onlyTensor, register, registeredClass, type Activation } from './registry';

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

type Kwargs = Record<string, unknown>;

class Dense extends registeredClass<PlainWeighted>('Dense') {
  static override className = 'Dense';

  override call(inputs: tf.Tensor | tf.Tensor[], _kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('dense', inputs);
    return tf.tidy(() => {
      const bias = this.bias?.read() as tf.Tensor1D | undefined;
      const output = project(input, this.kernel.read() as tf.Tensor2D, bias);
      return this.activation ? this.activation.apply(output) : output;
    });
  }
}
register(Dense);

class Conv2D extends registeredClass<PlainConv2D>('Conv2D') {
  static override className = 'Conv2D';

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    const { padding, strides, dilationRate } = this;
    if (this.dataFormat === 'channelsFirst' || padding === 'causal')
      return super.call(inputs, kwargs);
    const input = onlyTensor('conv2d', inputs) as tf.Tensor4D;
    return tf.tidy(() => {
      const kernel = this.kernel.read() as tf.Tensor4D;
      const product = tf.conv2d(input, kernel, strides, padding, 'NHWC', dilationRate);
      const output = this.bias ? biasAdd(product, this.bias.read() as tf.Tensor1D) : product;
      return this.activation ? this.activation.apply(output) : output;
    });
  }
}
register(Conv2D);

/** Dense layer: `tf.layers.dense`, with cheaper gradients. */
export function dense(
  args: Parameters<typeof tf.layers.dense>[0],
): ReturnType<typeof tf.layers.dense> {
  return new Dense(args) as unknown as ReturnType<typeof tf.layers.dense>;
}

/** Convolution of images: `tf.layers.conv2d`, with cheaper gradients. */
export function conv2d(
  args: Parameters<typeof tf.layers.conv2d>[0],
): ReturnType<typeof tf.layers.conv2d> {
  return new Conv2D(args) as unknown as ReturnType<typeof tf.layers.conv2d>;
}
