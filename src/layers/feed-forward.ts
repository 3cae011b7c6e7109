/** The feed-forward part of a Transformer block. */
import { tf } from '../engine';
import { project } from './attention-operations';
import {
  lastAxis,
  onlyTensor,
  valueOf,
  type Activation,
  type Initializer,
  type Kwargs,
  type Tensors,
} from './registry';

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
    private readonly kernelInitializer: Initializer,
  ) {
    super({ name });
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

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    const x = onlyTensor('transformer block', inputs); // [B, T, D]
    const inner = this.activation.apply(this.dense(x, this.inner)); // [B, T, F]
    return this.dense(inner, this.outer); // [B, T, D]
  }

  private dense(x: tf.Tensor, weights: FeedForwardWeights | undefined): tf.Tensor {
    if (!weights)
      throw new Error(
        `${this.name}: expected a built layer; got one without weights; apply it to an input first.`,
      );
    return project(x, valueOf<tf.Tensor2D>(weights.kernel), valueOf<tf.Tensor1D>(weights.bias));
  }
}
