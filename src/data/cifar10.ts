/** CIFAR-10: 60,000 color photographs of 32 × 32 pixels in ten classes. */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findFetched, readArchive } from './archive';
import { dataFolder } from './files';
import { checkSizes, imageDataset, type ImageDataset } from './image-dataset';

export interface FetchedImageOptions {
  /** The archive or the unpacked folder. Defaults to its published name in the course's `data/` folder. */
  path?: string;
  /** Examples set apart for validation: the last ones of the training files. Defaults to 5,000. */
  validationSize?: number;
  /** At most this many examples in each part, for a quick run. Defaults to all. */
  limit?: number;
  /** Compares with the published checksum and sizes. Defaults to true; false reads other files of the format. */
  verify?: boolean;
}

const OPTIONS = {
  path: true,
  validationSize: true,
  limit: true,
  verify: true,
} satisfies Record<keyof FetchedImageOptions, true>;

const SIDE = 32;
const PIXELS = SIDE * SIDE;
const CHANNELS = 3;
const RECORD = 1 + CHANNELS * PIXELS;
const RECORDS_PER_FILE = 10000;
const TRAIN_FILES = [1, 2, 3, 4, 5].map((part) => `data_batch_${part}.bin`);
const TEST_FILE = 'test_batch.bin';
const CLASS_NAMES = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');
const REMEDY =
  'get cifar-10-binary.tar.gz ("CIFAR-10 binary version", 162 MB, md5 c32a1d4ab5d03f1284b67883e8d87530) from ' +
  'https://www.cs.toronto.edu/~kriz/cifar.html, put it into the data folder of the course as it is, or give ' +
  'its place with loadCifar10({ path })';

/** Labels and pixels of one file: records of a class number and three planes, red, green, blue. */
function parseRecords(
  file: string,
  content: Buffer,
  verify: boolean,
): { labels: Uint8Array; images: Uint8Array } {
  const count = content.length / RECORD;
  if (!Number.isInteger(count) || count < 1 || (verify && count !== RECORDS_PER_FILE))
    throw new Error(
      `loadCifar10: expected ${file} to hold ${verify ? RECORDS_PER_FILE : 'whole'} records of ${RECORD} bytes; ` +
        `got ${content.length} bytes, so the file is damaged; ${REMEDY}.`,
    );
  const labels = new Uint8Array(count);
  const images = new Uint8Array(count * CHANNELS * PIXELS);
  for (let record = 0; record < count; record++) {
    const start = record * RECORD;
    const label = itemAt(content, start);
    if (label >= CLASS_NAMES.length)
      throw new Error(
        `loadCifar10: expected class numbers 0 to 9 in ${file}; got ${label} in record ${record}, so the file ` +
          `is damaged or of CIFAR-100; ${REMEDY}.`,
      );
    labels[record] = label;
    const to = record * CHANNELS * PIXELS;
    for (let pixel = 0; pixel < PIXELS; pixel++)
      for (let channel = 0; channel < CHANNELS; channel++)
        images[to + pixel * CHANNELS + channel] = itemAt(
          content,
          start + 1 + channel * PIXELS + pixel,
        );
  }
  return { labels, images };
}

const join = (arrays: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(arrays));

/** Contents of the six files, from the archive or the folder. */
async function readFiles(place: { file: string; isFolder: boolean }): Promise<Map<string, Buffer>> {
  const names = [...TRAIN_FILES, TEST_FILE];
  const contents = new Map<string, Buffer>();
  if (place.isFolder) {
    for (const name of names)
      try {
        contents.set(name, readFileSync(path.join(place.file, name)));
      } catch {
        // Reported below, like a file that an archive lacks.
      }
  } else {
    const wanted = (name: string) => names.includes(path.posix.basename(name));
    for await (const { name, content } of readArchive('loadCifar10', place.file, wanted))
      contents.set(path.posix.basename(name), content);
  }
  const missing = names.filter((name) => !contents.has(name));
  if (missing.length > 0)
    throw new Error(
      `loadCifar10: expected ${names.length} files in ${place.file}; got none named ${missing.join(', ')}; ${REMEDY}.`,
    );
  return contents;
}

/**
 * CIFAR-10 from its binary version, which the reader fetches once; nothing is downloaded here.
 *
 * Training 45,000, validation 5,000 (the last of the training files), test 10,000.
 *
 * @param options place of the files, size of the validation part, `limit` for a quick run.
 * @returns `x` `[N, 32, 32, 3]` float32 in [0, 1], `y` `[N]` int32. Caller calls `dispose()`.
 * @throws Error saying where to put what if the files are missing or damaged; RangeError if a size is out of range.
 * @see Krizhevsky 2009, Learning multiple layers of features from tiny images, chapter 3.
 * @example
 * const reason = await loadCifar10({ path: 'nowhere.tar.gz' }).catch(String);
 * String(reason).includes('got no such file; get cifar-10-binary.tar.gz'); // true
 */
export async function loadCifar10(options: FetchedImageOptions = {}): Promise<ImageDataset> {
  checkOptions('loadCifar10', options, OPTIONS);
  const { path: chosen, validationSize = 5000, limit = Infinity, verify = true } = options;
  const defaults = ['cifar-10-binary.tar.gz', 'cifar-10-batches-bin'];
  const place = await findFetched({
    caller: 'loadCifar10',
    places: chosen === undefined ? defaults.map((name) => path.join(dataFolder(), name)) : [chosen],
    md5: 'c32a1d4ab5d03f1284b67883e8d87530',
    verify,
    remedy: REMEDY,
  });
  const contents = await readFiles(place);
  const parsed = (name: string) =>
    parseRecords(name, contents.get(name) ?? Buffer.alloc(0), verify);
  const training = TRAIN_FILES.map(parsed);
  const labels = join(training.map((part) => part.labels));
  checkSizes('loadCifar10', labels.length, validationSize, limit);
  return imageDataset(
    { labels, images: join(training.map((part) => part.images)) },
    parsed(TEST_FILE),
    [SIDE, SIDE, CHANNELS],
    { classNames: [...CLASS_NAMES], validationSize, limit },
  );
}
