/** The feed-forward part of a Transformer block. */
import { tf } from '../engine';
import { project } from './attention-operations';
import { lastAxis, type Activation, type initializerFrom } from './registry';

interface FeedForwardWeights {
  kernel: tf.LayerVariable;
  bias: tf.LayerVariable;
}

/** Two dense layers with an activation between them, applied at every step. */
export class FeedForward extends tf.layers.Layer {
  static className = 'FeedForward';
  private inner: FeedForwardWeights | undefined;
  private outer: FeedForwardWeights | undefined;

  constructor(
    name: string,
    private readonly intermediateDim: number,
    private readonly activation: Activation,
    private readonly kernelInitializer: ReturnType<typeof initializerFrom>,
  ) {
    super({ name } as ConstructorParameters<typeof tf.layers.Layer>[0]);
  }

  override build(inputShape: tf.Shape): void {
    const width = lastAxis('transformer block', inputShape);
    this.inner = this.addDense('intermediate', width, this.intermediateDim);
    this.outer = this.addDense('output', this.intermediateDim, width);
    this.built = true;
  }

  private addDense(name: string, inputSize: number, outputSize: number): FeedForwardWeights {
    const shape = [inputSize, outputSize];
    return {
      kernel: this.addWeight(`${name}_kernel`, shape, 'float32', this.kernelInitializer),
      bias: this.addWeight(`${name}_bias`, [outputSize], 'float32', tf.initializers.zeros()),
    };
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], _kwargs: Record<string, unknown>): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
    const dense = (input: tf.Tensor, weights: FeedForwardWeights | undefined) =>
      project(input, weights?.kernel.read() as tf.Tensor2D, weights?.bias.read() as tf.Tensor1D);
    return dense(this.activation.apply(dense(x, this.inner)), this.outer);
  }
}
