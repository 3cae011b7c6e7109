/** Pictures in rows. */
import {
  describePictures,
  guessRange,
  mosaic,
  readPictures,
  type Picture,
  type ValueRange,
} from './mosaic';
import { assertSameLength, extent } from './numbers';
import type { ColorScaleName } from './palette';
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

/** The range option as numbers. */
export function readRange(
  range: ValueRange | 'each' | undefined,
  pictures: readonly Picture[],
): ValueRange | ValueRange[] {
  if (range === 'each') return pictures.map(({ values }) => extent(values));
  return range ?? guessRange(pictures);
}

/**
 * Images in rows, stored together as one small PNG.
 *
 * @param input `[height, width]`, `[height, width, 1|3]`, `[N, height, width]` or `[N, height, width, 1|3]`; a tensor,
 *   nested arrays, or a list of tensors of one size
 * @throws RangeError if shapes or the number of titles do not fit.
 */
export function images(input: Numbers | readonly Numbers[], options: ImagesOptions = {}): Figure {
  const pictures = readPictures(input, options.imageShape, 'plot.images');
  const titles = options.titles?.map(String);
  if (titles) assertSameLength('plot.images', 'images', pictures.length, 'titles', titles.length);
  const title = options.title ?? (pictures.length === 1 ? 'Image' : 'Images');
  const listed = titles
    ? `: ${titles
        .slice(0, 30)
        .map((text) => text.replace(/<br>/g, ' '))
        .join(', ')}${titles.length > 30 ? ', …' : ''}`
    : '';
  return mosaic({
    pictures,
    titles,
    title,
    columns: options.columns,
    height: options.height,
    colors: options.colors ?? 'gray',
    range: readRange(options.range, pictures),
    alt: options.alt ?? `${title}. ${describePictures(pictures, 'image')}${listed}.`,
    caller: 'plot.images',
  });
}
