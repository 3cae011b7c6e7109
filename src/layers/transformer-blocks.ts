/**
 * The two blocks that Transformers are stacked from.
 *
 * Axes: B batch · T steps · S encoder steps · D model size.
 */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { causalBias, maskBias } from './attention-operations';
import type { KeyValueCache, MultiHeadAttention } from './multi-head-attention';
import { register, shapeList } from './registry';
import { TransformerBlock, type TransformerBlockArgs } from './transformer-block';

type Kwargs = Record<string, unknown>;

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
      const [queries, keys] = [itemAt(input.shape, 1), self.key.shape[2]];
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
