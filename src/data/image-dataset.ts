/** Images with class numbers in three parts, as every loader of images gives them. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { checkLimit } from './files';
import type { Part, Parts } from './parts';

/** Images in [0, 1] with class numbers, in three parts. */
export interface ImageDataset extends Parts<Part<tf.Tensor4D, tf.Tensor1D>> {
  /** Name of each class number. */
  classNames: string[];
  /** Frees all six tensors. */
  dispose(): void;
}

/** Bytes 0…255 of whole images `[from, to)` as float32 in [0, 1]. */
export function imageTensor(
  bytes: Uint8Array,
  [height, width, channels]: [number, number, number],
  [from, to]: [number, number],
): tf.Tensor4D {
  const size = height * width * channels;
  const start = from * size;
  const values = new Float32Array((to - from) * size);
  // A plain loop: Float32Array.from with a function takes seconds for 47 million pixels.
  for (let at = 0; at < values.length; at++) values[at] = itemAt(bytes, start + at) / 255;
  return tf.tensor4d(values, [to - from, height, width, channels]);
}

/** Class numbers `[from, to)` as int32. */
export function labelTensor(labels: Uint8Array, [from, to]: [number, number]): tf.Tensor1D {
  return tf.tensor1d(Int32Array.from(labels.subarray(from, to)), 'int32');
}

/** Checks sizes that the reader chose against what there is. */
export function checkSizes(
  caller: string,
  total: number,
  validationSize: number,
  limit: number,
): void {
  checkWholeNumber(caller, 'validationSize', validationSize, {
    least: 0,
    most: total - 1,
    remedy: 'leave some examples for training',
  });
  checkLimit(caller, limit);
}

/** Builds the data set from the bytes of a training and a test file. */
export function imageDataset(
  training: { images: Uint8Array; labels: Uint8Array },
  test: { images: Uint8Array; labels: Uint8Array },
  shape: [number, number, number],
  options: { classNames: string[]; validationSize: number; limit: number },
): ImageDataset {
  const { classNames, validationSize, limit } = options;
  const total = training.labels.length;
  const trainSize = total - validationSize;
  const part = (source: typeof training, from: number, size: number) => {
    const range: [number, number] = [from, from + Math.min(size, limit)];
    return { x: imageTensor(source.images, shape, range), y: labelTensor(source.labels, range) };
  };
  const parts = {
    train: part(training, 0, trainSize),
    validation: part(training, trainSize, validationSize),
    test: part(test, 0, test.labels.length),
  };
  return {
    ...parts,
    classNames,
    dispose: () => tf.dispose(Object.values(parts).flatMap(({ x, y }) => [x, y])),
  };
}
