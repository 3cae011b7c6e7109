/** A fast orthogonal initializer, the default of recurrent weights. */
import { shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { createRandom, tf } from '../engine';
import { register, registeredClass } from './registry';

interface PlainOrthogonal extends tf.serialization.Serializable {
  readonly gain: number;
  readonly seed?: number;
  getConfig(): tf.serialization.ConfigDict;
}

const Plain = registeredClass<PlainOrthogonal>('Orthogonal');

/**
 * Makes the rows of `matrix` (row-major, `count` × `length`) orthonormal by Gram–Schmidt.
 *
 * Each row loses its share of all earlier ones twice: once is not enough in floating point.
 */
function orthonormalize(matrix: Float64Array, count: number, length: number): void {
  for (let row = 0; row < count; row++) {
    const current = matrix.subarray(row * length, (row + 1) * length);
    for (let pass = 0; pass < 2; pass++)
      for (let earlier = 0; earlier < row; earlier++) {
        const other = matrix.subarray(earlier * length, (earlier + 1) * length);
        let dot = 0;
        for (let i = 0; i < length; i++) dot += itemAt(current, i) * itemAt(other, i);
        for (let i = 0; i < length; i++) current[i] = itemAt(current, i) - dot * itemAt(other, i);
      }
    const norm = Math.hypot(...chunkNorms(current));
    for (let i = 0; i < length; i++) current[i] = itemAt(current, i) / norm;
  }
}

/** Norms of short pieces, so that `Math.hypot` never gets too many arguments. */
function chunkNorms(values: Float64Array): number[] {
  const norms: number[] = [];
  for (let begin = 0; begin < values.length; begin += 1024) {
    let sum = 0;
    for (const value of values.subarray(begin, begin + 1024)) sum += value * value;
    norms.push(Math.sqrt(sum));
  }
  return norms;
}

/**
 * Random matrix with orthonormal rows or columns, whichever are fewer; the last axis counts columns.
 *
 * Takes the place of TensorFlow.js's initializer of the same name, which is slow above 2,000 numbers.
 *
 * @see Saxe, McClelland, Ganguli 2014. https://arxiv.org/abs/1312.6120
 */
class Orthogonal extends Plain {
  static override className = 'Orthogonal';

  apply(shape: number[]): tf.Tensor {
    if (shape.length < 2)
      throw new RangeError(
        `orthogonal: expected a shape of at least 2 axes; got ${shapeText(shape)}; ` +
          'use another initializer for vectors.',
      );
    const columns = itemAt(shape, shape.length - 1);
    const rows = tf.util.sizeFromShape(shape) / columns;
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
    const random = createRandom(this.seed);
    const matrix = Float64Array.from({ length: count * length }, () => random.normal());
    orthonormalize(matrix, count, length);
    return tf.tidy(() => {
      const vectors = tf.tensor2d(Float32Array.from(matrix), [count, length]);
      const oriented = rows < columns ? vectors : vectors.transpose();
      return oriented.mul(this.gain).reshape(shape);
    });
  }
}
register(Orthogonal);
