/** Where a model looked: an image, its map, and the map laid over the image. */
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { describePictures, mosaic, readPictures, type Picture } from './mosaic';
import { extent } from './numbers';
import { colorTable, parseHex, strongestColor } from './palette';
import { checkSameLength } from './read';
import type { Figure, FigureOptions, Numbers } from './types';

export interface SaliencyOptions extends FigureOptions {
  /** Caption of each example. */
  titles?: readonly (string | number)[];
  /** How much the strongest places cover the image, from 0 to 1. Defaults to 0.9. */
  opacity?: number;
  /** What the maps are, above each of them. Defaults to "saliency". */
  mapName?: string;
}

const CALLER = 'plot.saliency';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  titles: true,
  opacity: true,
  mapName: true,
} satisfies Record<keyof SaliencyOptions, true>;

/** Vermilion stands out from black, from white and from all grays between. */
const COLORS = 'vermilion';
/** Share of the values that reach the full color at least: a few outliers would leave all others pale. */
const BRIGHT = 0.02;

type Color = readonly number[];

/** Nearest-pixel enlargement: class activation maps are coarser than their image. */
function enlarge(map: Picture, width: number, height: number): number[] {
  return Array.from({ length: width * height }, (_, i) => {
    const y = Math.floor((Math.floor(i / width) * map.height) / height);
    const x = Math.floor(((i % width) * map.width) / width);
    return map.values[y * map.width + x] ?? NaN;
  });
}

/** From 0 at the lowest value to 1 at the highest ones; NaN stays. */
function strengths(values: readonly number[]): number[] {
  const [low, highest] = extent(values);
  const falling = values.filter(Number.isFinite).sort((a, b) => b - a);
  const bright = falling[Math.floor(falling.length * BRIGHT)] ?? highest;
  const high = bright > low ? bright : highest;
  return values.map((value) => (high > low ? Math.min(1, (value - low) / (high - low)) : 0));
}

/** The pixels of a picture as colors from 0 to 1: gray ones get three equal parts. */
function colorsOf({ values, channels }: Picture, [low, high]: readonly [number, number]): Color[] {
  const parts = Array.from(values, (value) => (value - low) / (high - low || 1));
  if (channels === 1) return parts.map((part) => [part, part, part]);
  return Array.from({ length: parts.length / 3 }, (_, i) => parts.slice(3 * i, 3 * i + 3));
}

/** Image in gray, map in color, and the map laid over the image: three color pictures. */
function tiles(
  image: Picture,
  map: Picture,
  opacity: number,
  range: readonly [number, number],
): Picture[] {
  const { width, height } = image;
  const base = colorsOf(image, range);
  const strength = strengths(enlarge(map, width, height));
  const table = colorTable(COLORS);
  const heat = strength.map((value): Color => {
    const at = Math.round(value * 255) * 3;
    return Number.isNaN(value) ? [NaN, NaN, NaN] : [...table.slice(at, at + 3)].map((c) => c / 255);
  });
  const strongest = parseHex(strongestColor(COLORS)).map((part) => part / 255);
  // Strong places are covered more, so that weak ones leave the image as it is.
  const mixed = base.map((color, i) => {
    const share = opacity * (strength[i] || 0);
    return color.map((part, c) => part * (1 - share) + (strongest[c] ?? 0) * share);
  });
  return [base, heat, mixed].map((colors) => ({
    width,
    height,
    channels: 3,
    values: colors.flat(),
  }));
}

/**
 * Where the model looked: each row shows an image, its map, and the map laid over the image.
 *
 * The deeper the orange, the higher the value; the highest 2 % all have the deepest.
 *
 * @param input one image or a batch, as for `plot.images`
 * @param maps `[height, width]` or `[N, height, width]`; a coarser map is enlarged
 * @param options captions, name of the maps, opacity of the overlay
 * @returns a figure: JSON with the pictures as one PNG, nothing to dispose.
 * @throws RangeError if the number of images, maps and titles differs, opacity is not from 0 to 1 or no number is
 *   finite; TypeError for an unknown option or an element that is not a number.
 * @see Simonyan, Vedaldi & Zisserman 2014, Deep Inside Convolutional Networks. https://arxiv.org/abs/1312.6034
 * @example
 * const image = [[0, 1, 1], [0, 0, 1], [0, 1, 0]];
 * const figure = plot.saliency(image, [[0, 0, 9], [0, 1, 2], [0, 0, 0]], { mapName: 'Grad-CAM' });
 * figure.layout.meta?.alt.endsWith('Strongest place: top right.'); // true
 */
export function saliency(input: Numbers, maps: Numbers, options: SaliencyOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { title = 'Saliency', opacity = 0.9, mapName = 'saliency', titles } = options;
  if (!(opacity >= 0 && opacity <= 1)) {
    throw new RangeError(`${CALLER}: expected opacity from 0 to 1; got ${opacity}; use 0.9, say.`);
  }
  const pictures = readPictures(input, undefined, CALLER);
  const heat = readPictures(maps, undefined, CALLER, 'maps');
  checkSameLength(CALLER, 'images', pictures.length, 'maps', heat.length);
  if (titles) checkSameLength(CALLER, 'images', pictures.length, 'titles', titles.length);
  const range = extent(pictures.flatMap(({ values }) => extent(values)));
  const drawn = heat.flatMap((map, i) =>
    pictures.slice(i, i + 1).flatMap((image) => tiles(image, map, opacity, range)),
  );
  return mosaic({
    pictures: drawn,
    title,
    titles: pictures.flatMap((_, i) => [String(titles?.[i] ?? 'image'), mapName, 'overlay']),
    columns: 3,
    height: options.height,
    colors: 'gray',
    ranges: drawn.map(() => [0, 1]),
    alt:
      options.alt ??
      `${title}. ${describePictures(pictures, 'image')}, each with its ${mapName} map and both laid over each other. ${describeCenters(heat)}`,
    caller: CALLER,
  });
}

/** Where the strongest place lies, in words. */
function describeCenters(maps: readonly Picture[]): string {
  const third = (place: number, size: number): number => Math.floor((place * 3) / size);
  const places = maps.slice(0, 6).map(({ values, width, height }) => {
    const list = Array.from(values);
    const best = Math.max(0, list.indexOf(extent(list)[1]));
    const y = ['top', 'middle', 'bottom'][third(Math.floor(best / width), height)];
    const x = ['left', 'center', 'right'][third(best % width, width)];
    return `${y} ${x}`;
  });
  return `Strongest place: ${places.join(', ')}.`;
}
