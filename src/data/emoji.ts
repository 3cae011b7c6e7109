/** Emoji: their names in eight categories, and the pictures that two vendors have drawn of them. */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { checkLimit, readBundled, readBundledText } from './files';
import { imageDataset, type ImageDataset } from './image-dataset';
import type { Part, Parts } from './parts';

/** Who has drawn the pictures: Google (Noto Emoji) or Twitter (Twemoji). */
export type EmojiVendor = 'google' | 'twitter';

export interface EmojiNamesOptions {
  /** At most this many examples in each part, for a quick run. Defaults to all. */
  limit?: number;
}

export interface EmojiPicturesOptions {
  /** Who has drawn them. Defaults to 'google'. */
  vendor?: EmojiVendor;
  /** At most this many examples in each part, for a quick run. Defaults to all. */
  limit?: number;
}

const NAMES_OPTIONS = { limit: true } satisfies Record<keyof EmojiNamesOptions, true>;
const PICTURES_OPTIONS = { limit: true, vendor: true } satisfies Record<
  keyof EmojiPicturesOptions,
  true
>;
const VENDORS: readonly EmojiVendor[] = ['google', 'twitter'];
/** Ends of the training and of the validation part. */
const NAMES_CUT = [900, 1136] as const;
const PICTURES_CUT = [565, 706] as const;
const SIDE = 64;
const CHANNELS = 3;
const PIXELS = SIDE * SIDE;
const COLORS = 256;

/** Rows of name and category, with the categories by alphabet. */
interface EmojiList {
  names: string[];
  labels: number[];
  classNames: string[];
}

function readList(caller: string, file: string): EmojiList {
  const rows = readBundledText(caller, file).trimEnd().split('\n');
  const pairs = rows.map((row) => row.split('\t'));
  const categories = pairs.map(([, category = '']) => category);
  const classNames = [...new Set(categories)].sort();
  return {
    names: pairs.map(([name = '']) => name),
    labels: categories.map((category) => classNames.indexOf(category)),
    classNames,
  };
}

/**
 * Names of 1,636 emoji in eight categories: "grinning face" is of Smileys & Emotion.
 *
 * Split 900 / 236 / 500 in a fixed random order. Many names come in two or three forms (man, woman, person): they may
 * be in different parts.
 *
 * @param options `limit` for a quick run.
 * @returns `x` names in small letters, `y` class numbers, and the `classNames`.
 * @throws Error if the bundled file is missing or damaged; RangeError if `limit` is out of range.
 * @example
 * const { train, classNames } = await loadEmojiNames({ limit: 100 });
 * train.x.length; // 100
 * classNames.slice(0, 3); // [ 'Activities', 'Animals & Nature', 'Food & Drink' ]
 */
export async function loadEmojiNames(
  options: EmojiNamesOptions = {},
): Promise<Parts<Part<string[], number[]>> & { classNames: string[] }> {
  checkOptions('loadEmojiNames', options, NAMES_OPTIONS);
  const { limit = Infinity } = options;
  checkLimit('loadEmojiNames', limit);
  const { names, labels, classNames } = readList('loadEmojiNames', 'emoji-names.tsv.gz');
  const part = (from: number, to?: number): Part<string[], number[]> => ({
    x: names.slice(from, to).slice(0, limit),
    y: labels.slice(from, to).slice(0, limit),
  });
  const [first, second] = NAMES_CUT;
  return { train: part(0, first), validation: part(first, second), test: part(second), classNames };
}

/** Pixels of all pictures: palette indices become colors. */
function readPixels(vendor: EmojiVendor): Uint8Array {
  const bytes = readBundled('loadEmojiPictures', `emoji-${vendor}.gz`);
  const [palette, indices] = [
    bytes.subarray(0, COLORS * CHANNELS),
    bytes.subarray(COLORS * CHANNELS),
  ];
  const pixels = new Uint8Array(indices.length * CHANNELS);
  for (const [at, index] of indices.entries())
    for (let channel = 0; channel < CHANNELS; channel++)
      pixels[at * CHANNELS + channel] = itemAt(palette, index * CHANNELS + channel);
  return pixels;
}

/**
 * Pictures of 941 emoji in five classes, as Google or as Twitter has drawn them: the same things in two styles.
 *
 * Axes: N pictures · 64 rows · 64 columns · 3 colors. Split 565 / 141 / 235 in a fixed random order, the same for both
 * vendors: number i of a part is the same emoji. The test part of one vendor is unseen by who trains on the other.
 *
 * @param options `vendor`, and `limit` for a quick run.
 * @returns `x` `[N, 64, 64, 3]` float32 in [0, 1] on white, `y` `[N]` int32, the `classNames`, and the `names` of the
 *   emoji of each part. Caller calls `dispose()`.
 * @throws Error if a bundled file is missing or damaged; RangeError if an option is out of range.
 * @example
 * const emoji = await loadEmojiPictures({ vendor: 'twitter', limit: 3 });
 * emoji.train.x.shape; // [ 3, 64, 64, 3 ]
 * emoji.names.train.length; // 3
 * emoji.dispose();
 */
export async function loadEmojiPictures(
  options: EmojiPicturesOptions = {},
): Promise<ImageDataset & { names: Parts<string[]> }> {
  checkOptions('loadEmojiPictures', options, PICTURES_OPTIONS);
  const { vendor = 'google', limit = Infinity } = options;
  if (!VENDORS.includes(vendor))
    throw new RangeError(
      `loadEmojiPictures: expected vendor to be one of ${VENDORS.join(', ')}; got ${JSON.stringify(vendor)}; ` +
        "pass for example { vendor: 'google' }.",
    );
  checkLimit('loadEmojiPictures', limit);
  const list = readList('loadEmojiPictures', 'emoji-pictures.tsv.gz');
  const { names, classNames } = list;
  const [images, labels] = [readPixels(vendor), Uint8Array.from(list.labels)];
  const [first, second] = PICTURES_CUT;
  const pixel = second * PIXELS * CHANNELS;
  const data = imageDataset(
    { images: images.subarray(0, pixel), labels: labels.subarray(0, second) },
    { images: images.subarray(pixel), labels: labels.subarray(second) },
    [SIDE, SIDE, CHANNELS],
    { classNames, validationSize: second - first, limit },
  );
  const some = (from: number, to?: number): string[] => names.slice(from, to).slice(0, limit);
  return {
    ...data,
    names: { train: some(0, first), validation: some(first, second), test: some(second) },
  };
}
