/**
 * The two blocks that Transformers are stacked from.
 *
 * Axes: B batch · T steps · S encoder steps · D model size.
 */
import { tf } from '../engine';
import { maskBias } from './attention-operations';
import type { KeyValueCache } from './attention-projections';
import {
  causalBiases,
  extend,
  readWindow,
  windowBias,
  writeStep,
  type KeyValueWindow,
} from './key-value-window';
import type { MultiHeadAttention } from './multi-head-attention';
import { register, shapeList, tensorList, type Kwargs, type Tensors } from './registry';
import { maskFor } from './masks';
import {
  built,
  checkBlockOptions,
  TransformerBlock,
  type TransformerBlockArgs,
} from './transformer-base';

/** See {@link transformerEncoderBlock}. */
export class TransformerEncoderBlock extends TransformerBlock {
  static className = 'TransformerEncoderBlock';
  private attention: MultiHeadAttention | undefined;

  constructor(args: TransformerBlockArgs) {
    super('transformerEncoderBlock', args);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [shape] = shapeList(inputShape);
    this.attention = this.addAttention('self_attention', shape);
    this.addFeedForward(shape);
    this.built = true;
  }

  override call(inputs: Tensors, kwargs: Kwargs): tf.Tensor {
    const [x, explicit] = tensorList(inputs);
    const training = kwargs['training'] === true;
    return tf.tidy(() => {
      const mask = explicit ?? maskFor(x, kwargs);
      const biases = mask ? [maskBias(mask)] : [];
      const attention = built(this.name, this.attention);
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
register(TransformerEncoderBlock);

/** What a decoder block remembers between steps of cached decoding. */
export interface DecoderBlockCache {
  /** Keys and values of the steps so far. */
  self?: KeyValueCache;
  /** Keys and values of the encoder's output; the same at every step. */
  cross?: KeyValueCache;
}

/** Everything that one run of a decoder block depends on, beside its input. */
interface StepContext extends DecoderBlockCache {
  training?: boolean;
  /** `[B, T]`, 1 where the steps are real. */
  mask?: tf.Tensor;
  /** `[B, S]`, 1 where the encoder's steps are real. */
  encoderMask?: tf.Tensor;
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
    const [shape, encoder] = shapeList(inputShape);
    this.selfAttention = this.addAttention('self_attention', shape);
    if (encoder) this.crossAttention = this.addAttention('cross_attention', shape, encoder);
    this.addFeedForward(shape);
    this.built = true;
  }

  /** @throws Error if the encoder's output carries a mask that nobody has passed on. */
  override computeMask(inputs: Tensors, masks?: Tensors): tf.Tensor {
    const [, encoderMask] = [masks ?? []].flat();
    if (encoderMask && tensorList(inputs).length < 3)
      throw new Error(
        `${this.name}: expected the mask of the encoder's output as a third input, because TensorFlow.js hands ` +
          "on the first input's mask only; got two inputs; apply the block to [x, encoderOutput, mask], " +
          'with layers.paddingMask() for the mask.',
      );
    return super.computeMask(inputs, masks);
  }

  override call(inputs: Tensors, kwargs: Kwargs): tf.Tensor {
    const [x, encoder, encoderMask] = tensorList(inputs);
    return tf.tidy(() => {
      const mask = maskFor(x, kwargs);
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

  /**
   * Decodes one step with keys and values in a window, without anything whose shape depends on the step: a graph of
   * it serves every step.
   *
   * @param x `[1, 1, D]`
   * @returns `output` `[1, 1, D]` and the tensors of the window with the step in it; caller disposes.
   */
  stepInWindow(
    x: tf.Tensor,
    window: KeyValueWindow,
  ): { output: tf.Tensor } & Pick<KeyValueWindow, 'key' | 'value'> {
    return tf.tidy(() => {
      const attention = built(this.name, this.selfAttention);
      const { length, index } = window;
      const written: Array<Pick<KeyValueWindow, 'key' | 'value'>> = [];
      const attended = this.residual('self_attention', x, false, (input) => {
        const { query, ...added } = attention.projectSelf(input, { index, window: length });
        const now = writeStep(window, added);
        written.push(now);
        return attention.attendHeads(query, readWindow(now, length), [windowBias(window)]).output;
      });
      return { output: this.runFeedForward(attended, false), ...built(this.name, written[0]) };
    });
  }

  private run(x: tf.Tensor, context: StepContext): { output: tf.Tensor; self: KeyValueCache } {
    const { training = false, cross, encoderMask } = context;
    let self: KeyValueCache | undefined;
    let output = this.residual('self_attention', x, training, (input) => {
      const attended = this.attendToSelf(input, context);
      self = attended.self;
      return attended.output;
    });
    if (cross)
      output = this.residual('cross_attention', output, training, (input) => {
        const biases = encoderMask ? [maskBias(encoderMask)] : [];
        const layer = built(this.name, this.crossAttention);
        return layer.attendTo(input, cross, biases, training).output;
      });
    return { output: this.runFeedForward(output, training), self: built(this.name, self) };
  }

  /** Attends from the new steps to all so far; the keys and values of all of them. */
  private attendToSelf(
    x: tf.Tensor,
    { training = false, self: earlier, mask }: StepContext,
  ): { output: tf.Tensor; self: KeyValueCache } {
    const attention = built(this.name, this.selfAttention);
    const begin = earlier ? earlier.key.shape[2] : 0;
    const { query, ...added } = attention.projectSelf(x, begin);
    const self = extend(earlier, added);
    const biases = [
      ...(mask ? [maskBias(mask)] : []),
      ...causalBiases(query.shape[2], self.key.shape[2]),
    ];
    return { output: attention.attendHeads(query, self, biases, training).output, self };
  }
}
register(TransformerDecoderBlock);

/**
 * Self-attention and a feed-forward part, each with residual connection and layer normalization.
 *
 * Apply it to `x` `[B, T, D]`, or to `[x, mask]` with a mask `[B, T]` that is 1 where a step is real. A mask that
 * comes along with `x` (`maskZero`) counts too.
 *
 * @param args see {@link TransformerBlockArgs}
 * @returns a layer with output `[B, T, D]`.
 * @throws RangeError for options that do not fit.
 * @see Vaswani et al. 2017, section 3.1. https://arxiv.org/abs/1706.03762
 * @example
 * const block = layers.transformerEncoderBlock({ numHeads: 2, intermediateDim: 8 });
 * (block.apply(tf.ones([1, 3, 4])) as tf.Tensor).shape; // [ 1, 3, 4 ]
 */
export function transformerEncoderBlock(args: TransformerBlockArgs): TransformerEncoderBlock {
  checkBlockOptions('transformerEncoderBlock', args);
  return new TransformerEncoderBlock(args);
}

/**
 * Causal self-attention, optional attention to an encoder, and a feed-forward part.
 *
 * Apply it to `x` `[B, T, D]` (GPT), to `[x, encoderOutput]`, or to `[x, encoderOutput, encoderMask]` with
 * the mask `[B, S]` being 1 where the encoder's step is real.
 *
 * @param args see {@link TransformerBlockArgs}
 * @returns a layer with output `[B, T, D]`.
 * @throws RangeError for options that do not fit.
 * @see Vaswani et al. 2017, section 3.1. https://arxiv.org/abs/1706.03762
 * @example
 * const block = layers.transformerDecoderBlock({ numHeads: 2, intermediateDim: 8 });
 * (block.apply([tf.ones([1, 3, 4]), tf.ones([1, 5, 4])]) as tf.Tensor).shape; // [ 1, 3, 4 ]
 */
export function transformerDecoderBlock(args: TransformerBlockArgs): TransformerDecoderBlock {
  checkBlockOptions('transformerDecoderBlock', args);
  return new TransformerDecoderBlock(args);
}
