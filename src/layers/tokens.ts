/** Layers around token ids: shared embedding, padding mask, masked mean. */
import { tf } from '../engine';
import { initializerConfig, initializerFrom, onlyTensor, register, shapeList } from './registry';
import type { InitializerLike } from './registry';
import { checkPositiveInteger } from './validate';

type Kwargs = Record<string, unknown>;
type LayerArgs = ConstructorParameters<typeof tf.layers.Layer>[0];

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
  private readonly embeddingsInitializer: ReturnType<typeof initializerFrom>;
  private table: tf.LayerVariable | undefined;

  constructor(args: ReversibleEmbeddingArgs) {
    super(args as unknown as LayerArgs);
    const { inputDim, outputDim, embeddingsInitializer = 'randomUniform' } = args;
    checkPositiveInteger('reversibleEmbedding', 'inputDim', inputDim);
    checkPositiveInteger('reversibleEmbedding', 'outputDim', outputDim);
    this.inputDim = inputDim;
    this.outputDim = outputDim;
    this.embeddingsInitializer = initializerFrom('reversibleEmbedding', embeddingsInitializer);
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
    inputs: tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[],
    kwargs?: Kwargs,
  ): tf.Tensor | tf.Tensor[] | tf.SymbolicTensor {
    const output = super.apply(inputs, kwargs) as tf.Tensor | tf.Tensor[] | tf.SymbolicTensor;
    // A model that uses the layer both ways disposes it once: the second use must not count.
    if (inputs instanceof tf.SymbolicTensor && inputs.rank === 3) this.uses._refCount--;
    return output;
  }

  private get uses(): { _refCount: number } {
    return this as unknown as { _refCount: number };
  }

  override call(inputs: tf.Tensor | tf.Tensor[], _kwargs: Kwargs): tf.Tensor {
    const input = onlyTensor('reversibleEmbedding', inputs);
    const table = this.table?.read() as tf.Tensor2D;
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
register(ReversibleEmbedding as never);

/**
 * Token embedding whose table also turns vectors back into logits (weight tying).
 *
 * Axes: B batch · T steps · D vector size · V vocabulary.
 *
 * Applied to token ids `[B, T]` it gives `[B, T, D]`; applied a second time, to `[B, T, D]`, logits
 * `[B, T, V]`.
 *
 * @see Press, Wolf 2017. https://arxiv.org/abs/1608.05859
 */
export function reversibleEmbedding(args: ReversibleEmbeddingArgs): ReversibleEmbedding {
  return new ReversibleEmbedding(args);
}

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
    super(args as LayerArgs);
    this.padding = args.padding ?? 0;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], _kwargs: Kwargs): tf.Tensor {
    const tokens = onlyTensor('paddingMask', inputs);
    return tf.tidy(() => tokens.notEqual(tf.scalar(this.padding, tokens.dtype)).toFloat());
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), padding: this.padding };
  }
}
register(PaddingMask as never);

/** 1 where a token is real and 0 where it is padding: `[B, S]` → `[B, S]` float32. */
export function paddingMask(args: PaddingMaskArgs = {}): tf.layers.Layer {
  return new PaddingMask(args);
}

class MaskedAveragePooling1D extends tf.layers.Layer {
  static className = 'MaskedAveragePooling1D';

  constructor(args: { name?: string } = {}) {
    super(args as LayerArgs);
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [x] = shapeList(inputShape) as [tf.Shape];
    return [x[0] ?? null, x[2] ?? null];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], _kwargs: Kwargs): tf.Tensor {
    const [x, mask] = inputs as [tf.Tensor, tf.Tensor];
    return tf.tidy(() => {
      const weights = mask.toFloat().expandDims(-1); // [B, S, 1]
      // A row of nothing but padding divides by 1, not by 0.
      return x.mul(weights).sum(1).div(weights.sum(1).maximum(1));
    });
  }
}
register(MaskedAveragePooling1D as never);

/** Mean over the real steps only: `[x [B, S, D], mask [B, S]]` → `[B, D]`. */
export function maskedAveragePooling1d(args: { name?: string } = {}): tf.layers.Layer {
  return new MaskedAveragePooling1D(args);
}
