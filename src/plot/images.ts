/** Pictures in rows. */
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import {
  describePictures,
  guessRange,
  mosaic,
  readPictures,
  type Picture,
  type ValueRange,
} from './mosaic';
import { extent } from './numbers';
import type { ColorScaleName } from './palette';
import { checkSameLength } from './read';
import type { Figure, FigureOptions, Numbers } from './types';

export interface ImagesOptions extends FigureOptions {
  /** Caption above each image; `<br>` breaks a line. */
  titles?: readonly (string | number)[];
  /** Images in a row. Defaults to as many as fit with their captions on a narrow page, at most 10. */
  columns?: number;
  /** `[height, width]` or `[height, width, channels]`, when images come as flat rows `[N, height × width]`. */
  imageShape?: readonly number[];
  /**
   * Values drawn darkest and brightest; `'each'` stretches every image over its own. Defaults to 0…1 or 0…255 where
   * the values fit, otherwise to their lowest and highest.
   */
  range?: ValueRange | 'each';
  /** Colors of one-channel images. Defaults to `'gray'`. */
  colors?: ColorScaleName;
}

const CALLER = 'plot.images';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  titles: true,
  columns: true,
  imageShape: true,
  range: true,
  colors: true,
} satisfies Record<keyof ImagesOptions, true>;
/** Most captions that the alternative text lists. */
const LISTED = 30;

/** The range option as numbers, for each picture. */
function readRanges(
  range: ValueRange | 'each' | undefined,
  pictures: readonly Picture[],
): ValueRange[] {
  if (range === 'each') return pictures.map(({ values }) => extent(values));
  const shared = range ?? guessRange(pictures);
  return pictures.map(() => shared);
}

function listTitles(titles: readonly string[]): string {
  const plain = titles.slice(0, LISTED).map((text) => text.replace(/<br>/g, ' '));
  return `: ${plain.join(', ')}${titles.length > LISTED ? ', …' : ''}`;
}

/**
 * Images in rows, stored together as one small PNG. A pixel that is NaN is left transparent.
 *
 * @param input `[height, width]`, `[height, width, 1|3]`, `[N, height, width]` or `[N, height, width, 1|3]`; a tensor,
 *   nested arrays, or a list of tensors of one size
 * @param options captions, images in a row, range and colors of the values
 * @returns a figure: JSON with the pictures as one PNG, nothing to dispose.
 * @throws RangeError if shapes or the number of titles do not fit or no number is finite; TypeError for an unknown option
 *   or an element that is not a number.
 * @example
 * const figure = plot.images([[[0, 1], [1, 0]], [[1, 1], [0, 0]]], { titles: ['cross', 'bar'] });
 * figure.layout.meta?.alt; // 'Images. 2 images of 2 × 2 pixels: cross, bar.'
 */
export function images(input: Numbers | readonly Numbers[], options: ImagesOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const pictures = readPictures(input, options.imageShape, CALLER);
  const titles = options.titles?.map(String);
  if (titles) checkSameLength(CALLER, 'images', pictures.length, 'titles', titles.length);
  const title = options.title ?? (pictures.length === 1 ? 'Image' : 'Images');
  const listed = titles ? listTitles(titles) : '';
  return mosaic({
    pictures,
    titles,
    title,
    columns: options.columns,
    height: options.height,
    colors: options.colors ?? 'gray',
    ranges: readRanges(options.range, pictures),
    alt: options.alt ?? `${title}. ${describePictures(pictures, 'image')}${listed}.`,
    caller: CALLER,
  });
}
