/** Tells attention where each token stands. */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import type { Position } from './rotary';
import {
  initializerConfig,
  initializerFrom,
  lastAxis,
  onlyTensor,
  register,
  type Initializer,
  type InitializerLike,
  type Kwargs,
  type Tensors,
} from './registry';

/**
 * Sines and cosines of growing wavelength: even columns sin(t / 10000^(i/D)), odd ones the cosine.
 *
 * Axes: T positions · D features.
 *
 * @param length number of positions
 * @param width number of features
 * @param begin first position. Default 0.
 * @returns `T · D` numbers, row by row.
 * @see Vaswani et al. 2017, section 3.5. https://arxiv.org/abs/1706.03762
 * @example
 * sinusoids(1, 4); // Float32Array(4) [ 0, 1, 0, 1 ]
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
  addPositions(x: tf.Tensor, begin: Position): tf.Tensor;
}

/** See {@link positionalEncoding}. */
export class PositionalEncoding extends tf.layers.Layer implements PositionLayer {
  static className = 'PositionalEncoding';

  constructor(args: { name?: string } = {}) {
    super(args);
    this.supportsMasking = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    return this.addPositions(onlyTensor('positionalEncoding', inputs), 0);
  }

  addPositions(x: tf.Tensor, begin: Position): tf.Tensor {
    const [length, width] = [itemAt(x.shape, x.rank - 2), itemAt(x.shape, x.rank - 1)];
    return tf.tidy(() => {
      if (typeof begin === 'number')
        return x.add(tf.tensor2d(sinusoids(length, width, begin), [length, width]));
      const { index, window } = begin;
      return x.add(tf.gather(tf.tensor2d(sinusoids(window, width), [window, width]), index));
    });
  }
}
register(PositionalEncoding);

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
  private readonly embeddingsInitializer: Initializer;
  private table: tf.LayerVariable | undefined;

  constructor(args: PositionEmbeddingArgs) {
    super(args);
    const { maxSequenceLength, embeddingsInitializer = 'glorotUniform' } = args;
    checkWholeNumber('positionEmbedding', 'maxSequenceLength', maxSequenceLength);
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

  override call(inputs: Tensors, _kwargs: Kwargs): tf.Tensor {
    return this.addPositions(onlyTensor('positionEmbedding', inputs), 0);
  }

  addPositions(x: tf.Tensor, begin: Position): tf.Tensor {
    const length = itemAt(x.shape, x.rank - 2);
    const end = typeof begin === 'number' ? begin + length : begin.window;
    if (!this.table || end > this.maxSequenceLength)
      throw new RangeError(
        `positionEmbedding: expected at most ${this.maxSequenceLength} steps; ` +
          `got ${end}; shorten the sequence or raise maxSequenceLength.`,
      );
    const table = this.table.read();
    return tf.tidy(() =>
      x.add(
        typeof begin === 'number'
          ? table.slice([begin, 0], [length, -1])
          : tf.gather(table, begin.index),
      ),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      maxSequenceLength: this.maxSequenceLength,
      embeddingsInitializer: initializerConfig(this.embeddingsInitializer),
    };
  }
}
register(PositionEmbedding);

/**
 * Adds fixed sinusoidal positions to `[B, T, D]`. No weights, any length.
 *
 * @param args `name`
 * @returns a layer from `[B, T, D]` to the same shape.
 * @throws RangeError for an option that does not exist.
 * @see {@link sinusoids}
 * @example
 * layers.positionalEncoding().apply(tf.zeros([1, 1, 4])); // [ [ [ 0, 1, 0, 1 ] ] ]
 */
export function positionalEncoding(args: { name?: string } = {}): PositionalEncoding {
  checkOptions('positionalEncoding', args, ['name']);
  return new PositionalEncoding(args);
}

const POSITION_EMBEDDING = {
  embeddingsInitializer: true,
  maxSequenceLength: true,
  name: true,
  trainable: true,
} satisfies Record<keyof PositionEmbeddingArgs, true>;

/**
 * Adds a learned vector per position to `[B, T, D]`.
 *
 * @param args see {@link PositionEmbeddingArgs}
 * @returns a layer from `[B, T, D]`, T ≤ `maxSequenceLength`, to the same shape.
 * @throws RangeError for options that do not fit, and for sequences longer than `maxSequenceLength`.
 * @example
 * const layer = layers.positionEmbedding({ maxSequenceLength: 3, embeddingsInitializer: 'ones' });
 * layer.apply(tf.zeros([1, 2, 1])); // [ [ [ 1 ], [ 1 ] ] ]
 */
export function positionEmbedding(args: PositionEmbeddingArgs): PositionEmbedding {
  checkOptions('positionEmbedding', args, POSITION_EMBEDDING);
  return new PositionEmbedding(args);
}
