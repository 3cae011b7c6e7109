/** A look inside a convolutional network: filters, feature maps, and where the model looked. */
import { itemAt } from '../host/item-at';
import { describePictures, mosaic, readPictures, type Picture } from './mosaic';
import { assertCount, assertSameLength, extent, formatNumber, toNumbers } from './numbers';
import { colorTable } from './palette';
import type { Figure, FigureOptions, Numbers } from './types';

export interface FiltersOptions extends FigureOptions {
  /** Input channel to show. Defaults to 0. */
  channel?: number;
  /** Images in a row. */
  columns?: number;
}

export interface FeatureMapsOptions extends FigureOptions {
  columns?: number;
}

export interface SaliencyOptions extends FigureOptions {
  /** Caption of each example. */
  titles?: readonly (string | number)[];
  /** Strength of the overlay, from 0 to 1. Defaults to 0.65. */
  opacity?: number;
  /** What the maps are, above each of them. Defaults to "saliency". */
  mapName?: string;
}

/** Slices the last axis: one picture for each channel. */
function channelPictures(
  values: ArrayLike<number>,
  height: number,
  width: number,
  channels: number,
  at: (y: number, x: number, c: number) => number,
): Picture[] {
  return Array.from({ length: channels }, (_, c) => ({
    width,
    height,
    channels: 1 as const,
    values: Float32Array.from({ length: height * width }, (_, i) =>
      itemAt(values, at(Math.floor(i / width), i % width, c)),
    ),
  }));
}

/**
 * The kernels of a convolution, one picture for each filter: blue negative, white zero, vermilion positive.
 *
 * @param kernel `[height, width, input channels, filters]`
 * @throws RangeError if the shape does not fit or the channel does not exist.
 */
export function filters(kernel: Numbers, options: FiltersOptions = {}): Figure {
  const caller = 'plot.filters';
  const { values, shape } = toNumbers(kernel, caller);
  if (shape.length !== 4) {
    throw new RangeError(
      `${caller}: expected a kernel [height, width, input channels, filters]; got [${shape.join(', ')}]. Pass layer.getWeights()[0].`,
    );
  }
  const [height, width, inputs, count] = shape as [number, number, number, number];
  const { channel = 0, title = 'Filters' } = options;
  assertCount(caller, 'channel', channel, 0);
  if (channel >= inputs)
    throw new RangeError(
      `${caller}: expected channel below ${inputs}; got ${channel}. Pass one of 0…${inputs - 1}.`,
    );
  const pictures = channelPictures(
    values,
    height,
    width,
    count,
    (y, x, c) => ((y * width + x) * inputs + channel) * count + c,
  );
  const [low, high] = extent(pictures.flatMap((picture) => extent(picture.values)));
  const largest = Math.max(-low, high) || 1;
  return mosaic({
    pictures,
    title,
    columns: options.columns ?? Math.min(8, count),
    height: options.height,
    colors: 'diverging',
    range: [-largest, largest],
    alt:
      options.alt ??
      `${title}. ${describePictures(pictures, 'filter')}${inputs > 1 ? ` (input channel ${channel})` : ''}, weights from ${formatNumber(low)} (blue) to ${formatNumber(high)} (vermilion).`,
    caller,
  });
}

/**
 * The feature maps of one example, one picture for each channel, each from its darkest to its brightest.
 *
 * @param activations `[height, width, channels]` or `[1, height, width, channels]`
 * @throws RangeError if the shape does not fit.
 */
export function featureMaps(activations: Numbers, options: FeatureMapsOptions = {}): Figure {
  const caller = 'plot.featureMaps';
  const { values, shape } = toNumbers(activations, caller);
  const own = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  if (own.length !== 3) {
    throw new RangeError(
      `${caller}: expected activations [height, width, channels] of one example; got [${shape.join(', ')}]. Slice one example of the batch.`,
    );
  }
  const [height, width, channels] = own as [number, number, number];
  const { title = 'Feature maps' } = options;
  const pictures = channelPictures(
    values,
    height,
    width,
    channels,
    (y, x, c) => (y * width + x) * channels + c,
  );
  const silent = pictures.filter((picture) => {
    const [low, high] = extent(picture.values);
    return low === 0 && high === 0;
  }).length;
  return mosaic({
    pictures,
    title,
    columns: options.columns ?? Math.min(8, channels),
    height: options.height,
    colors: 'viridis',
    range: pictures.map((picture) => extent(picture.values)),
    alt:
      options.alt ??
      `${title}. ${describePictures(pictures, 'map')}, each from its lowest (dark) to its highest value (bright)${silent > 0 ? `; ${silent} are zero everywhere` : ''}.`,
    caller,
  });
}

/** Nearest-pixel enlargement: class activation maps are coarser than their image. */
function enlarge(map: Picture, width: number, height: number): number[] {
  return Array.from({ length: width * height }, (_, i) => {
    const y = Math.floor((Math.floor(i / width) * map.height) / height);
    const x = Math.floor(((i % width) * map.width) / width);
    return itemAt(map.values, y * map.width + x);
  });
}

function normalized(values: ArrayLike<number>): number[] {
  const [low, high] = extent(values);
  return Array.from(values, (value) => (high > low ? (value - low) / (high - low) : 0));
}

/** Image in gray, map in color, and the map laid over the image: three color pictures. */
function overlay(
  image: Picture,
  map: number[],
  opacity: number,
  imageRange: readonly [number, number],
): Picture[] {
  const table = colorTable('viridis');
  const { width, height } = image;
  const size = width * height;
  const strength = normalized(map);
  const [low, high] = imageRange;
  const base = (i: number, c: number): number => {
    const value = itemAt(image.values, image.channels === 3 ? i * 3 + c : i);
    return (value - low) / (high - low || 1);
  };
  const heat = (i: number, c: number): number =>
    itemAt(table, Math.round(itemAt(strength, i) * 255) * 3 + c) / 255;
  const picture = (color: (i: number, c: number) => number): Picture => ({
    width,
    height,
    channels: 3,
    values: Float32Array.from({ length: size * 3 }, (_, k) => color(Math.floor(k / 3), k % 3)),
  });
  // Strong places are covered more, so that weak ones leave the image as it is.
  const mixed = (i: number, c: number): number => {
    const share = opacity * itemAt(strength, i);
    return base(i, c) * (1 - share) + heat(i, c) * share;
  };
  return [picture(base), picture(heat), picture(mixed)];
}

/**
 * Where the model looked: each row shows an image, its map, and the map laid over the image.
 *
 * @param input one image or a batch, as for `plot.images`
 * @param maps `[height, width]` or `[N, height, width]`; a coarser map is enlarged
 * @throws RangeError if the number of images, maps and titles differs, or opacity is not from 0 to 1.
 */
export function saliency(input: Numbers, maps: Numbers, options: SaliencyOptions = {}): Figure {
  const caller = 'plot.saliency';
  const { title = 'Saliency', opacity = 0.65, mapName = 'saliency' } = options;
  if (!(opacity >= 0 && opacity <= 1))
    throw new RangeError(`${caller}: expected opacity from 0 to 1; got ${opacity}. Use 0.65, say.`);
  const pictures = readPictures(input, undefined, caller);
  const heat = readPictures(maps, undefined, caller);
  assertSameLength(caller, 'images', pictures.length, 'maps', heat.length);
  if (options.titles)
    assertSameLength(caller, 'images', pictures.length, 'titles', options.titles.length);
  const range = extent(pictures.flatMap(({ values }) => extent(values)));
  const tiles = pictures.flatMap((image, i) =>
    overlay(image, enlarge(itemAt(heat, i), image.width, image.height), opacity, range),
  );
  const captions = pictures.flatMap((_, i) => [
    String(options.titles?.[i] ?? 'image'),
    mapName,
    'overlay',
  ]);
  return mosaic({
    pictures: tiles,
    title,
    titles: captions,
    columns: 3,
    height: options.height,
    colors: 'gray',
    range: [0, 1],
    alt:
      options.alt ??
      `${title}. ${describePictures(pictures, 'image')}, each with its ${mapName} map and both laid over each other. ${describeCenters(heat)}`,
    caller,
  });
}

/** Where the strongest place lies, in words. */
function describeCenters(maps: readonly Picture[]): string {
  const places = maps.slice(0, 6).map(({ values, width, height }) => {
    let best = 0;
    for (let i = 0; i < values.length; i++) if (itemAt(values, i) > itemAt(values, best)) best = i;
    const y = itemAt(
      ['top', 'middle', 'bottom'],
      Math.min(2, Math.floor((Math.floor(best / width) * 3) / height)),
    );
    const x = itemAt(
      ['left', 'center', 'right'],
      Math.min(2, Math.floor(((best % width) * 3) / width)),
    );
    return `${y} ${x}`;
  });
  return `Strongest place: ${places.join(', ')}.`;
}
