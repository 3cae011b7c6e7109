/** What encoder and decoder blocks share. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { CompositeLayer } from './composite';
import { FeedForward } from './feed-forward';
import { MultiHeadAttention } from './multi-head-attention';
import { dropoutMask } from './noise';
import { layerNormalization } from './normalization';
import {
  activationNamed,
  initializerConfig,
  initializerFrom,
  lastAxis,
  shapeList,
  type InitializerLike,
} from './registry';
import { checkPositiveInteger, checkRate } from './validate';

/** Options of both blocks; names follow KerasHub. */
export interface TransformerBlockArgs {
  /** Size of the hidden layer of the feed-forward part. */
  intermediateDim: number;
  /** Attention heads; must divide the model size. */
  numHeads: number;
  /** Fraction of values dropped after each part, and of attention weights. Default 0. */
  dropout?: number;
  /** Activation of the feed-forward part. Default `relu`, as in the paper. */
  activation?: string;
  /** `true` normalizes before each part (GPT), `false` (default) after it (the paper). */
  normalizeFirst?: boolean;
  /** Added to the variance in layer normalization. Default 1e-5. */
  epsilon?: number;
  /** Start of all kernels. Default `glorotUniform`. */
  kernelInitializer?: InitializerLike;
  name?: string;
  trainable?: boolean;
}

/** What both blocks share: parts, residual connections and normalization. */
export abstract class TransformerBlock extends CompositeLayer {
  protected readonly args: Required<Omit<TransformerBlockArgs, 'name' | 'trainable'>>;
  private feedForward: FeedForward | undefined;
  private norms: Record<string, tf.layers.Layer> = {};

  protected constructor(caller: string, args: TransformerBlockArgs) {
    super(args);
    const { intermediateDim, numHeads, dropout = 0, activation = 'relu' } = args;
    checkPositiveInteger(caller, 'intermediateDim', intermediateDim);
    checkPositiveInteger(caller, 'numHeads', numHeads);
    checkRate(caller, 'dropout', dropout);
    activationNamed(caller, activation);
    const { normalizeFirst = false, epsilon = 1e-5, kernelInitializer = 'glorotUniform' } = args;
    this.args = {
      intermediateDim,
      numHeads,
      dropout,
      activation,
      normalizeFirst,
      epsilon,
      kernelInitializer: initializerFrom(caller, kernelInitializer),
    };
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return itemAt(shapeList(inputShape), 0);
  }

  override computeMask(
    _inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor {
    return (Array.isArray(mask) ? mask[0] : mask) as tf.Tensor;
  }

  protected addAttention(name: string, shape: tf.Shape, valueShape?: tf.Shape): MultiHeadAttention {
    const { numHeads, dropout, kernelInitializer } = this.args;
    const width = lastAxis(this.name, shape);
    if (width % numHeads !== 0)
      throw new RangeError(
        `${this.name}: expected numHeads to divide the model size ${width}; got ${numHeads}; ` +
          'choose a divisor, for example 4 heads for a size of 128.',
      );
    const attention = new MultiHeadAttention({
      // The block's name makes the attention weights of each block distinct.
      name: `${this.name}_${name}`,
      numHeads,
      keyDim: width / numHeads,
      dropout,
      kernelInitializer,
    });
    const shapes = valueShape ? [shape, valueShape] : [shape];
    this.addNorm(name, shape);
    return this.adopt(attention, ...shapes);
  }

  protected addFeedForward(shape: tf.Shape): void {
    const { intermediateDim, activation, kernelInitializer } = this.args;
    this.addNorm('feed_forward', shape);
    const initializer = initializerFrom(this.name, kernelInitializer);
    const layer = new FeedForward(
      'feed_forward',
      intermediateDim,
      activationNamed(this.name, activation),
      initializer,
    );
    this.feedForward = this.adopt(layer, shape);
  }

  private addNorm(name: string, shape: tf.Shape): void {
    const norm = layerNormalization({ name: `${name}_norm`, epsilon: this.args.epsilon });
    this.norms[name] = this.adopt(norm, shape);
  }

  /** x + part(norm(x)), or norm(x + part(x)) when normalizing last. */
  protected residual(
    name: string,
    x: tf.Tensor,
    training: boolean,
    part: (x: tf.Tensor) => tf.Tensor,
  ): tf.Tensor {
    const { normalizeFirst, dropout } = this.args;
    const norm = (input: tf.Tensor) => (this.norms[name] as tf.layers.Layer).call(input, {});
    const change = part(normalizeFirst ? (norm(x) as tf.Tensor) : x);
    const sum = x.add(training && dropout > 0 ? dropoutMask(change, dropout) : change);
    return normalizeFirst ? sum : (norm(sum) as tf.Tensor);
  }

  protected runFeedForward(x: tf.Tensor, training: boolean): tf.Tensor {
    const layer = this.feedForward as FeedForward;
    return this.residual('feed_forward', x, training, (input) => layer.call(input, {}));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { kernelInitializer, ...rest } = this.args;
    const initializer = initializerFrom(this.name, kernelInitializer);
    return {
      ...super.getConfig(),
      ...rest,
      kernelInitializer: initializerConfig(initializer),
    };
  }
}
