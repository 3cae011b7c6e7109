/** Layers around token ids: shared embedding, padding mask, masked mean. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { NO_MASK } from './masks';
import { maskedMean } from './pooling';
import {
  initializerConfig,
  initializerFrom,
  onlyTensor,
  register,
  shapeList,
  tensorList,
  valueOf,
  type Initializer,
  type InitializerLike,
  type Kwargs,
  type Tensors,
} from './registry';

/** Options of {@link reversibleEmbedding}. */
export interface ReversibleEmbeddingArgs {
  /** How many different tokens there are. */
  inputDim: number;
  /** Size of each token's vector. */
  outputDim: number;
  /** Start of the table. Default `randomUniform`. */
  embeddingsInitializer?: InitializerLike;
  name?: string;
  trainable?: boolean;
}

/** See {@link reversibleEmbedding}. */
export class ReversibleEmbedding extends tf.layers.Layer {
  static className = 'ReversibleEmbedding';

  readonly inputDim: number;
  readonly outputDim: number;
  private readonly embeddingsInitializer: Initializer;
  private table: tf.LayerVariable | undefined;

  constructor(args: ReversibleEmbeddingArgs) {
    super(args);
    const { inputDim, outputDim, embeddingsInitializer = 'randomUniform' } = args;
    checkWholeNumber('reversibleEmbedding', 'inputDim', inputDim);
    checkWholeNumber('reversibleEmbedding', 'outputDim', outputDim);
    this.inputDim = inputDim;
    this.outputDim = outputDim;
    this.embeddingsInitializer = initializerFrom('reversibleEmbedding', embeddingsInitializer);
    this.supportsMasking = true;
  }

  override build(_inputShape: tf.Shape): void {
    const shape = [this.inputDim, this.outputDim];
    this.table = this.addWeight('embeddings', shape, 'float32', this.embeddingsInitializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape.length === 3
      ? [...inputShape.slice(0, 2), this.inputDim]
      : [...inputShape, this.outputDim];
  }

  override apply(
    inputs: Tensors | tf.SymbolicTensor | tf.SymbolicTensor[],
    kwargs?: Kwargs,
  ): ReturnType<tf.layers.Layer['apply']> {
    const output = super.apply(inputs, kwargs);
    // A model that uses the layer both ways disposes it once: the second use must not count.
    if (inputs instanceof tf.SymbolicTensor && inputs.rank === 3) this.uses._refCount--;
    return output;
  }

  private get uses(): { _refCount: number } {
    return this as unknown as { _refCount: number };
  }

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('reversibleEmbedding', inputs);
    if (!this.table)
      throw new Error(
        `${this.name}: expected a built layer; got one without weights; apply it to token ids first.`,
      );
    const table = valueOf<tf.Tensor2D>(this.table);
    return tf.tidy(() => {
      if (input.rank === 3) {
        const rows = input.reshape([-1, this.outputDim]);
        const logits = tf.matMul(rows, table, false, true);
        return logits.reshape([...input.shape.slice(0, 2), this.inputDim]);
      }
      const vectors = tf.gather(table, input.toInt().flatten());
      return vectors.reshape([...input.shape, this.outputDim]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      inputDim: this.inputDim,
      outputDim: this.outputDim,
      embeddingsInitializer: initializerConfig(this.embeddingsInitializer),
    };
  }
}
register(ReversibleEmbedding);

/**
 * Token embedding whose table also turns vectors back into logits (weight tying).
 *
 * Axes: B batch · T steps · D vector size · V vocabulary.
 *
 * Applied to token ids `[B, T]` it gives `[B, T, D]`; applied a second time, to `[B, T, D]`, logits
 * `[B, T, V]`.
 *
 * @param args see {@link ReversibleEmbeddingArgs}
 * @returns a layer from `[B, T]` to `[B, T, D]`, and from `[B, T, D]` to `[B, T, V]`.
 * @throws RangeError for options that do not fit.
 * @see Press, Wolf 2017. https://arxiv.org/abs/1608.05859
 * @example
 * const layer = layers.reversibleEmbedding({ inputDim: 3, outputDim: 2, embeddingsInitializer: 'ones' });
 * const vectors = layer.apply(tf.tensor2d([[0, 2]])); // [ [ [ 1, 1 ], [ 1, 1 ] ] ]
 * (layer.apply(vectors) as tf.Tensor).shape; // [ 1, 2, 3 ]
 */
export function reversibleEmbedding(args: ReversibleEmbeddingArgs): ReversibleEmbedding {
  checkOptions('reversibleEmbedding', args, REVERSIBLE_EMBEDDING);
  return new ReversibleEmbedding(args);
}

const REVERSIBLE_EMBEDDING = {
  embeddingsInitializer: true,
  inputDim: true,
  name: true,
  outputDim: true,
  trainable: true,
} satisfies Record<keyof ReversibleEmbeddingArgs, true>;

/** Options of {@link paddingMask}. */
export interface PaddingMaskArgs {
  /** Token that fills the end of short sequences. Default 0. */
  padding?: number;
  name?: string;
}

class PaddingMask extends tf.layers.Layer {
  static className = 'PaddingMask';
  private readonly padding: number;

  constructor(args: PaddingMaskArgs = {}) {
    super(args);
    this.padding = args.padding ?? 0;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    const tokens = onlyTensor('paddingMask', inputs);
    return tf.tidy(() => tokens.notEqual(tf.scalar(this.padding, tokens.dtype)).toFloat());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), padding: this.padding };
  }
}
register(PaddingMask);

/**
 * 1 where a token is real and 0 where it is padding.
 *
 * Axes: B batch · S steps.
 *
 * @param args `padding`, the token that fills short sequences; default 0
 * @returns a layer from token ids `[B, S]` to `[B, S]` float32.
 * @throws RangeError for an option that does not exist.
 * @example
 * layers.paddingMask().apply(tf.tensor2d([[7, 4, 0]])); // [ [ 1, 1, 0 ] ]
 */
export function paddingMask(args: PaddingMaskArgs = {}): tf.layers.Layer {
  checkOptions('paddingMask', args, { name: true, padding: true } satisfies Record<
    keyof PaddingMaskArgs,
    true
  >);
  return new PaddingMask(args);
}

class MaskedAveragePooling1D extends tf.layers.Layer {
  static className = 'MaskedAveragePooling1D';

  constructor(args: { name?: string } = {}) {
    super(args);
    this.supportsMasking = true;
  }

  override computeMask(): tf.Tensor {
    return NO_MASK;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [x] = shapeList(inputShape);
    return [x[0] ?? null, x[2] ?? null];
  }

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    const list = tensorList(inputs);
    return maskedMean(list[0], itemAt(list, 1));
  }
}
register(MaskedAveragePooling1D);

/**
 * Mean over the real steps only, by a mask of its own: `globalAveragePooling1d` takes the one that comes along.
 *
 * Axes: B batch · S steps · D features.
 *
 * @param args `name`
 * @returns a layer from `[x [B, S, D], mask [B, S]]` to `[B, D]`; a row of nothing but padding gives 0.
 * @throws RangeError for an option that does not exist.
 * @example
 * const x = tf.tensor3d([[[1], [3], [100]]]);
 * layers.maskedAveragePooling1d().apply([x, tf.tensor2d([[1, 1, 0]])]); // [ [ 2 ] ]
 */
export function maskedAveragePooling1d(args: { name?: string } = {}): tf.layers.Layer {
  checkOptions('maskedAveragePooling1d', args, ['name']);
  return new MaskedAveragePooling1D(args);
}
