/** Batches of examples, in order or mixed. */
import { checkWholeNumber, shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { createRandom, tf } from '../engine';
import { countExamples, take } from './parts';

export interface BatchOptions {
  /** Examples in a batch. Defaults to 32. */
  batchSize?: number;
  /** Mixes the examples first. Defaults to true. */
  shuffle?: boolean;
  /** Seed of the shuffle. Defaults to the next one of the library's stream, see `setSeed`. */
  seed?: number;
  /** Leaves out a last batch that is not full. Defaults to false. */
  dropRemainder?: boolean;
}

const OPTIONS = {
  batchSize: true,
  shuffle: true,
  seed: true,
  dropRemainder: true,
} satisfies Record<keyof BatchOptions, true>;

/**
 * Goes through all examples once, batch by batch: one epoch.
 *
 * @param data    N examples: rows, a typed array, a tensor `[N, …]`, or an object of those such as `{x, y}`.
 * @param options size of a batch, order, seed.
 * @returns a generator of the same kind of value. Tensors in a batch, `[batchSize, …]`, belong to the caller: dispose
 *   them before asking for the next batch (`tf.dispose(batch)`). They are made outside any `tf.tidy` of the caller.
 * @throws RangeError at once if `batchSize` is out of range or there are no examples; TypeError if `data` holds none.
 * @example
 * [...batches(['a', 'b', 'c'], { batchSize: 2, shuffle: false })]; // [ [ 'a', 'b' ], [ 'c' ] ]
 * const examples = { x: tf.ones([5, 3]), y: tf.zeros([5]) };
 * for (const batch of batches(examples, { batchSize: 2, seed: 7 })) tf.dispose(batch);
 */
export function batches<T>(data: T, options: BatchOptions = {}): Generator<T, void, undefined> {
  checkOptions('batches', options, OPTIONS);
  const { batchSize = 32, shuffle = true, seed, dropRemainder = false } = options;
  const count = countExamples(data, 'batches');
  checkWholeNumber('batches', 'batchSize', batchSize);
  if (count === 0 || (dropRemainder && count < batchSize))
    throw new RangeError(
      `batches: expected at least ${dropRemainder ? batchSize : 1} examples; got ${count}; ` +
        'choose a smaller batchSize or check that the data were read.',
    );
  const order = shuffle
    ? createRandom(seed).permutation(count)
    : Int32Array.from({ length: count }, (_, index) => index);
  return generate(data, order, batchSize, dropRemainder);
}

function* generate<T>(
  data: T,
  order: Int32Array,
  batchSize: number,
  dropRemainder: boolean,
): Generator<T, void, undefined> {
  const last = dropRemainder ? order.length - batchSize : order.length - 1;
  for (let start = 0; start <= last; start += batchSize)
    yield take(data, order.subarray(start, start + batchSize));
}

/**
 * One-hot rows: 1 at the class number, 0 elsewhere.
 *
 * Axes: N labels · C classes.
 *
 * @param labels  N whole numbers in [0, C): an array or a tensor `[N]`.
 * @param classes C, the number of classes.
 * @returns `[N, C]` float32. Caller disposes.
 * @throws RangeError if a label is no class number; TypeError if it is no number at all, such as '1' or true.
 * @example
 * oneHot([2, 0], 3); // [[0, 0, 1], [1, 0, 0]]
 */
export function oneHot(labels: ArrayLike<number> | tf.Tensor1D, classes: number): tf.Tensor2D {
  checkWholeNumber('oneHot', 'classes', classes, { remedy: 'for example 10' });
  if (labels instanceof tf.Tensor && labels.rank !== 1)
    throw new RangeError(
      `oneHot: expected labels of shape [N]; got ${shapeText(labels.shape)}; reshape them to [-1].`,
    );
  const list = labels instanceof tf.Tensor ? labels.dataSync() : labels;
  const values = new Float32Array(list.length * classes);
  for (let at = 0; at < list.length; at++) {
    const label = itemAt(list, at);
    if (typeof label !== 'number')
      throw new TypeError(
        `oneHot: expected class numbers; got ${JSON.stringify(label)} at position ${at}; ` +
          'number the classes from 0: names.indexOf(label).',
      );
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw new RangeError(
        `oneHot: expected labels in [0, ${classes}); got ${label} at position ${at}; ` +
          'number the classes from 0 and count them all.',
      );
    values[at * classes + label] = 1;
  }
  return tf.tensor2d(values, [list.length, classes]);
}
