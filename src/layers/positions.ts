/** Tells attention where each token stands. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { initializerConfig, initializerFrom, lastAxis, onlyTensor, register } from './registry';
import type { InitializerLike } from './registry';
import { checkPositiveInteger } from './validate';

type Kwargs = Record<string, unknown>;

/**
 * Sines and cosines of growing wavelength: even columns sin(t / 10000^(i/D)), odd ones the cosine.
 *
 * Axes: T positions · D features.
 *
 * @param length number of positions
 * @param width number of features
 * @param begin first position. Default 0.
 * @returns `[T, D]` row-major.
 * @see Vaswani et al. 2017, section 3.5. https://arxiv.org/abs/1706.03762
 */
export function sinusoids(length: number, width: number, begin = 0): Float32Array {
  const values = new Float32Array(length * width);
  for (let t = 0; t < length; t++)
    for (let i = 0; i < width; i++) {
      const even = i - (i % 2);
      const angle = (t + begin) / 10000 ** (even / width);
      values[t * width + i] = i === even ? Math.sin(angle) : Math.cos(angle);
    }
  return values;
}

/** A layer that adds something of its own to every position. */
export interface PositionLayer {
  /** Adds positions `begin`, `begin` + 1, … to `x` `[B, T, D]`. Caller disposes. */
  addPositions(x: tf.Tensor, begin: number): tf.Tensor;
}

/** See {@link positionalEncoding}. */
export class PositionalEncoding extends tf.layers.Layer implements PositionLayer {
  static className = 'PositionalEncoding';

  constructor(args: { name?: string } = {}) {
    super(args as ConstructorParameters<typeof tf.layers.Layer>[0]);
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], _kwargs: Kwargs): tf.Tensor {
    return this.addPositions(onlyTensor('positionalEncoding', inputs), 0);
  }

  addPositions(x: tf.Tensor, begin: number): tf.Tensor {
    const [length, width] = x.shape.slice(-2) as [number, number];
    return tf.tidy(() => x.add(tf.tensor2d(sinusoids(length, width, begin), [length, width])));
  }
}
register(PositionalEncoding as never);

/** Options of {@link positionEmbedding}. */
export interface PositionEmbeddingArgs {
  /** Longest sequence the layer can take, in steps. */
  maxSequenceLength: number;
  /** Start of the table. Default `glorotUniform`. */
  embeddingsInitializer?: InitializerLike;
  name?: string;
  trainable?: boolean;
}

/** See {@link positionEmbedding}. */
export class PositionEmbedding extends tf.layers.Layer implements PositionLayer {
  static className = 'PositionEmbedding';

  readonly maxSequenceLength: number;
  private readonly embeddingsInitializer: ReturnType<typeof initializerFrom>;
  private table: tf.LayerVariable | undefined;

  constructor(args: PositionEmbeddingArgs) {
    super(args as unknown as ConstructorParameters<typeof tf.layers.Layer>[0]);
    const { maxSequenceLength, embeddingsInitializer = 'glorotUniform' } = args;
    checkPositiveInteger('positionEmbedding', 'maxSequenceLength', maxSequenceLength);
    this.maxSequenceLength = maxSequenceLength;
    this.embeddingsInitializer = initializerFrom('positionEmbedding', embeddingsInitializer);
    this.supportsMasking = true;
  }

  override build(inputShape: tf.Shape): void {
    const width = lastAxis('positionEmbedding', inputShape);
    const shape = [this.maxSequenceLength, width];
    this.table = this.addWeight('embeddings', shape, 'float32', this.embeddingsInitializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], _kwargs: Kwargs): tf.Tensor {
    return this.addPositions(onlyTensor('positionEmbedding', inputs), 0);
  }

  addPositions(x: tf.Tensor, begin: number): tf.Tensor {
    const length = itemAt(x.shape, x.rank - 2);
    if (!this.table || begin + length > this.maxSequenceLength)
      throw new RangeError(
        `positionEmbedding: expected at most ${this.maxSequenceLength} steps; ` +
          `got ${begin + length}; shorten the sequence or raise maxSequenceLength.`,
      );
    const table = this.table.read();
    return tf.tidy(() => x.add(table.slice([begin, 0], [length, -1])));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      maxSequenceLength: this.maxSequenceLength,
      embeddingsInitializer: initializerConfig(this.embeddingsInitializer),
    };
  }
}
register(PositionEmbedding as never);

/**
 * Adds fixed sinusoidal positions to `[B, T, D]`. No weights, any length.
 *
 * @see {@link sinusoids}
 */
export function positionalEncoding(args: { name?: string } = {}): PositionalEncoding {
  return new PositionalEncoding(args);
}

/**
 * Adds a learned vector per position to `[B, T, D]`.
 *
 * @throws RangeError for sequences longer than `maxSequenceLength`.
 */
export function positionEmbedding(args: PositionEmbeddingArgs): PositionEmbedding {
  return new PositionEmbedding(args);
}
