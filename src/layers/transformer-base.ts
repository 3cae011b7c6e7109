/** What encoder and decoder blocks share. */
import { checkFraction, checkWholeNumber } from '../host/checks';
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
  callLayer,
  type InitializerLike,
  type Tensors,
} from './registry';
import { NO_MASK } from './masks';
import { checkOptions } from '../host/options';

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
  private readonly norms = new Map<string, tf.layers.Layer>();

  protected constructor(caller: string, args: TransformerBlockArgs) {
    super(args);
    const { intermediateDim, numHeads, dropout = 0, activation = 'relu' } = args;
    checkWholeNumber(caller, 'intermediateDim', intermediateDim);
    checkWholeNumber(caller, 'numHeads', numHeads);
    checkFraction(caller, 'dropout', dropout, 'it is the fraction of values to drop');
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
    return shapeList(inputShape)[0];
  }

  override computeMask(_inputs: Tensors, mask?: Tensors): tf.Tensor {
    return [mask ?? []].flat()[0] ?? NO_MASK;
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
    this.norms.set(name, this.adopt(norm, shape));
  }

  /** x + part(norm(x)), or norm(x + part(x)) when normalizing last. */
  protected residual(
    name: string,
    x: tf.Tensor,
    training: boolean,
    part: (x: tf.Tensor) => tf.Tensor,
  ): tf.Tensor {
    const { normalizeFirst, dropout } = this.args;
    const layer = built(this.name, this.norms.get(name));
    const change = part(normalizeFirst ? callLayer(layer, x) : x); // [B, T, D]
    const sum = x.add(training && dropout > 0 ? dropoutMask(change, dropout) : change); // [B, T, D]
    return normalizeFirst ? sum : callLayer(layer, sum);
  }

  protected runFeedForward(x: tf.Tensor, training: boolean): tf.Tensor {
    const layer = built(this.name, this.feedForward);
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

/** A part that `build` has made. @throws Error before. */
export function built<T>(name: string, part: T | undefined): T {
  if (part !== undefined) return part;
  throw new Error(
    `${name}: expected a built layer; got one without weights; apply it to an input first.`,
  );
}

const KNOWN = {
  activation: true,
  dropout: true,
  epsilon: true,
  intermediateDim: true,
  kernelInitializer: true,
  name: true,
  normalizeFirst: true,
  numHeads: true,
  trainable: true,
} satisfies Record<keyof TransformerBlockArgs, true>;

/** @throws RangeError for an option that no block has. */
export function checkBlockOptions(caller: string, args: TransformerBlockArgs): void {
  checkOptions(caller, args, KNOWN);
}
