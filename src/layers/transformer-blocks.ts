/**
 * The two blocks that Transformers are stacked from.
 *
 * Axes: B batch · T steps · S encoder steps · D model size.
 */
import { tf } from '../engine';
import { causalBias, maskBias, project } from './attention-operations';
import { CompositeLayer } from './composite';
import { MultiHeadAttention, type KeyValueCache } from './multi-head-attention';
import { dropoutMask } from './noise';
import { layerNormalization } from './normalization';
import {
  activationNamed,
  initializerConfig,
  initializerFrom,
  lastAxis,
  register,
  shapeList,
  type Activation,
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

type Kwargs = Record<string, unknown>;

interface FeedForwardWeights {
  kernel: tf.LayerVariable;
  bias: tf.LayerVariable;
}

/** Two dense layers with an activation between them, applied at every step. */
class FeedForward extends tf.layers.Layer {
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

  override call(inputs: tf.Tensor | tf.Tensor[], _kwargs: Kwargs): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
    const dense = (input: tf.Tensor, weights: FeedForwardWeights | undefined) =>
      project(input, weights?.kernel.read() as tf.Tensor2D, weights?.bias.read() as tf.Tensor1D);
    return dense(this.activation.apply(dense(x, this.inner)), this.outer);
  }
}

/** What both blocks share: parts, residual connections and normalization. */
abstract class TransformerBlock extends CompositeLayer {
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
    return shapeList(inputShape)[0] as tf.Shape;
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

/** The mask that came along with the input, if it describes its steps. */
function passedMask(kwargs: Kwargs): tf.Tensor | undefined {
  const mask = kwargs['mask'];
  return mask instanceof tf.Tensor && mask.rank === 2 ? mask : undefined;
}

/** See {@link transformerEncoderBlock}. */
export class TransformerEncoderBlock extends TransformerBlock {
  static className = 'TransformerEncoderBlock';
  private attention: MultiHeadAttention | undefined;

  constructor(args: TransformerBlockArgs) {
    super('transformerEncoderBlock', args);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [shape] = shapeList(inputShape) as [tf.Shape];
    this.attention = this.addAttention('self_attention', shape);
    this.addFeedForward(shape);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    const [x, explicit] = (Array.isArray(inputs) ? inputs : [inputs]) as [tf.Tensor, tf.Tensor?];
    const training = kwargs['training'] === true;
    return tf.tidy(() => {
      const mask = explicit ?? passedMask(kwargs);
      const biases = mask ? [maskBias(mask)] : [];
      const attention = this.attention as MultiHeadAttention;
      const attended = this.residual(
        'self_attention',
        x,
        training,
        (input) => attention.attendToSelf(input, biases, training).output,
      );
      return this.runFeedForward(attended, training);
    });
  }
}
register(TransformerEncoderBlock as never);

/** What a decoder block remembers between steps of cached decoding. */
export interface DecoderBlockCache {
  /** Keys and values of the steps so far. */
  self?: KeyValueCache;
  /** Keys and values of the encoder's output; the same at every step. */
  cross?: KeyValueCache;
}

/** See {@link transformerDecoderBlock}. */
export class TransformerDecoderBlock extends TransformerBlock {
  static className = 'TransformerDecoderBlock';
  private selfAttention: MultiHeadAttention | undefined;
  private crossAttention: MultiHeadAttention | undefined;

  constructor(args: TransformerBlockArgs) {
    super('transformerDecoderBlock', args);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [shape, encoder] = shapeList(inputShape) as [tf.Shape, tf.Shape?];
    this.selfAttention = this.addAttention('self_attention', shape);
    if (encoder) this.crossAttention = this.addAttention('cross_attention', shape, encoder);
    this.addFeedForward(shape);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor {
    const list = Array.isArray(inputs) ? inputs : [inputs];
    const [x, encoder, encoderMask] = list as [tf.Tensor, tf.Tensor?, tf.Tensor?];
    return tf.tidy(() => {
      const mask = passedMask(kwargs);
      const { output } = this.run(x, {
        training: kwargs['training'] === true,
        ...(encoder ? { cross: this.encoderCache(encoder) } : {}),
        ...(encoderMask ? { encoderMask } : {}),
        ...(mask ? { mask } : {}),
      });
      return output;
    });
  }

  /** Projects the encoder's output `[B, S, D]` once for all steps. Caller disposes. */
  encoderCache(encoder: tf.Tensor): KeyValueCache {
    if (!this.crossAttention)
      throw new Error(
        `${this.name}: expected a block built with an encoder's output; got one without; ` +
          'apply it to [x, encoderOutput].',
      );
    return this.crossAttention.keysAndValues(encoder, encoder);
  }

  /**
   * Decodes further steps after those in `cache`.
   *
   * @param x `[B, T, D]` the new steps only
   * @param cache from the call before, or empty
   * @param encoderMask `[B, S]`, 1 where the encoder's steps are real
   * @returns `output` `[B, T, D]` and the new `self` cache; caller disposes both.
   */
  step(
    x: tf.Tensor,
    cache: DecoderBlockCache,
    encoderMask?: tf.Tensor,
  ): { output: tf.Tensor; self: KeyValueCache } {
    return tf.tidy(() => this.run(x, { ...cache, ...(encoderMask ? { encoderMask } : {}) }));
  }

  private run(
    x: tf.Tensor,
    context: DecoderBlockCache & {
      training?: boolean;
      mask?: tf.Tensor;
      encoderMask?: tf.Tensor;
    },
  ): { output: tf.Tensor; self: KeyValueCache } {
    const { training = false, self: earlier, cross, mask, encoderMask } = context;
    const attention = this.selfAttention as MultiHeadAttention;
    let self: KeyValueCache | undefined;
    let output = this.residual('self_attention', x, training, (input) => {
      const { query, ...added } = attention.projectSelf(input);
      self = extend(earlier, added);
      const offset = earlier ? earlier.key.shape[2] : 0;
      const biases = mask ? [maskBias(mask)] : [];
      const [queries, keys] = [input.shape[1] as number, self.key.shape[2]];
      if (queries > 1) biases.push(causalBias(queries, keys, offset));
      return attention.attendHeads(query, self, biases, training).output;
    });
    if (cross)
      output = this.residual('cross_attention', output, training, (input) => {
        const biases = encoderMask ? [maskBias(encoderMask)] : [];
        const layer = this.crossAttention as MultiHeadAttention;
        return layer.attendTo(input, cross, biases, training).output;
      });
    return {
      output: this.runFeedForward(output, training),
      self: self as unknown as KeyValueCache,
    };
  }
}
register(TransformerDecoderBlock as never);

function extend(earlier: KeyValueCache | undefined, added: KeyValueCache): KeyValueCache {
  if (!earlier) return added;
  return {
    key: tf.concat([earlier.key, added.key], 2),
    value: tf.concat([earlier.value, added.value], 2),
  };
}

/**
 * Self-attention and a feed-forward part, each with residual connection and layer normalization.
 *
 * Apply it to `x` `[B, T, D]`, or to `[x, mask]` with a mask `[B, T]` that is 1 where a step is real.
 *
 * @returns a layer with output `[B, T, D]`.
 * @throws RangeError for options that do not fit.
 * @see Vaswani et al. 2017, section 3.1. https://arxiv.org/abs/1706.03762
 */
export function transformerEncoderBlock(args: TransformerBlockArgs): TransformerEncoderBlock {
  return new TransformerEncoderBlock(args);
}

/**
 * Causal self-attention, optional attention to an encoder, and a feed-forward part.
 *
 * Apply it to `x` `[B, T, D]` (GPT), to `[x, encoderOutput]`, or to `[x, encoderOutput, encoderMask]` with
 * the mask `[B, S]` being 1 where the encoder's step is real.
 *
 * @returns a layer with output `[B, T, D]`.
 * @throws RangeError for options that do not fit.
 * @see Vaswani et al. 2017, section 3.1. https://arxiv.org/abs/1706.03762
 */
export function transformerDecoderBlock(args: TransformerBlockArgs): TransformerDecoderBlock {
  return new TransformerDecoderBlock(args);
}
