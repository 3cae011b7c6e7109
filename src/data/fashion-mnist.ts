/** Fashion-MNIST: 70,000 pictures of clothes in the format of MNIST. */
import { digest } from '../host/digest';
import { checkOptions } from '../host/options';
import { readIdxFile } from './idx';
import type { ImageDataset } from './image-dataset';
import { idxDataset, type IdxName, type NamedContent } from './mnist';
import { packageFiles } from './packages';
import { FASHION_MNIST } from './packages/fashion-mnist';

/** Options of {@link loadFashionMnist}. */
export interface FashionMnistOptions {
  /** Examples set apart for validation: the last ones of the training file. Defaults to 5,000. */
  validationSize?: number;
  /** At most this many examples in each part, for a quick run. Defaults to all. */
  limit?: number;
  /** Folder of the four IDX files, as they are or with `.gz`; then nothing is fetched. Defaults to the course's cache. */
  path?: string;
}

const OPTIONS = {
  validationSize: true,
  limit: true,
  path: true,
} satisfies Record<keyof FashionMnistOptions, true>;

/** Names of the ten classes, by number. */
export const FASHION_CLASSES: readonly string[] = [
  'T-shirt/top',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle boot',
];

/** One of the four files from a folder of the reader's; whoever packed it, its content is compared. */
function readOwn(folder: string, name: IdxName): NamedContent {
  const remedy =
    'put the four files of Fashion-MNIST there, or leave out path to fetch them; ' +
    'for images of your own use loadMnist({ path, verify: false })';
  const { file, content } = readIdxFile('loadFashionMnist', { folder, name, remedy });
  const { sha256 } = FASHION_MNIST.files[name];
  const found = digest(content, 'sha256');
  if (found !== sha256)
    throw new Error(
      `loadFashionMnist: expected the content of ${file} to have sha256 ${sha256}; got ${found} (${content.length} ` +
        `bytes), so the file is damaged or not of Fashion-MNIST; ${remedy}.`,
    );
  return { file, content };
}

/**
 * Fashion-MNIST: 28 × 28 gray pictures of articles of ten kinds, in the format of MNIST.
 *
 * Fetches the package `dataset-fashion-mnist` (30.9 MB) the first time, with a notice: from Debian where there is
 * `apt-get`, elsewhere the four files from the address of the authors.
 *
 * Axes: N images · 28 rows · 28 columns · 1 channel. Training 55,000, validation 5,000 (the last of the 60,000
 * training images, whose order is already mixed), test 10,000.
 *
 * @param options sizes of the parts; `path`, a folder that holds the four files already.
 * @returns `x` `[N, 28, 28, 1]` float32 in [0, 1] (0 = background), `y` `[N]` int32. Caller calls `dispose()`.
 * @throws Error if the files can be neither found nor fetched, or are others; RangeError if a size is out of range.
 * @see Xiao, Rasul, Vollgraf 2017, Fashion-MNIST. https://arxiv.org/abs/1708.07747
 * @example
 * const reason = await loadFashionMnist({ path: 'nowhere' }).catch(String);
 * String(reason).includes('got no such file; put the four files of Fashion-MNIST there'); // true
 */
export async function loadFashionMnist(options: FashionMnistOptions = {}): Promise<ImageDataset> {
  checkOptions('loadFashionMnist', options, OPTIONS);
  const { validationSize = 5000, limit = Infinity, path: own } = options;
  const files =
    own === undefined ? await packageFiles('loadFashionMnist', FASHION_MNIST) : undefined;
  const read = (name: IdxName): NamedContent =>
    files ? { file: name, content: files[name] } : readOwn(own ?? '', name);
  return idxDataset('loadFashionMnist', read, {
    ...{ validationSize, limit },
    classNames: FASHION_CLASSES,
  });
}
