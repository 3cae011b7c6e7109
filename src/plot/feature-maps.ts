/** A look inside a convolutional network: its filters and its feature maps. */
import { checkWholeNumber, shapeText } from '../host/checks';
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { describePictures, mosaic, type Picture } from './mosaic';
import { extent, formatNumber } from './numbers';
import { checkSomeFinite, toNumbers } from './read';
import type { Figure, FigureOptions, Numbers } from './types';

export interface FiltersOptions extends FigureOptions {
  /** Input channel to show. Defaults to 0. */
  channel?: number;
  /** Images in a row. Defaults to 8, or fewer if there are fewer. */
  columns?: number;
}

export interface FeatureMapsOptions extends FigureOptions {
  /** Images in a row. Defaults to 8, or fewer if there are fewer. */
  columns?: number;
}

const FILTERS_OPTIONS = {
  ...FIGURE_OPTIONS,
  channel: true,
  columns: true,
} satisfies Record<keyof FiltersOptions, true>;
const FEATURE_MAPS_OPTIONS = {
  ...FIGURE_OPTIONS,
  columns: true,
} satisfies Record<keyof FeatureMapsOptions, true>;

/** Every `count`-th value from the `first` on, as one picture: the last axis sliced at one place. */
function channelPicture(
  values: readonly number[],
  { width, height, first, count }: { width: number; height: number; first: number; count: number },
): Picture {
  return { width, height, channels: 1, values: values.filter((_, i) => i % count === first) };
}

/**
 * The kernels of a convolution, one picture for each filter: blue negative, white zero, vermilion positive.
 *
 * @param kernel `[height, width, input channels, filters]`
 * @param options input channel, images in a row
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if the shape does not fit, the channel does not exist or no weight is finite; TypeError for an
 *   unknown option or an element that is not a number.
 * @example
 * const edges = [[[[1, -1]], [[0, 0]]], [[[0, 0]], [[-1, 1]]]]; // [2, 2, 1, 2]
 * const figure = plot.filters(edges, { title: 'Two edges' });
 * figure.layout.meta?.alt; // 'Two edges. 2 filters of 2 × 2 pixels, weights from -1 (blue) to 1 (vermilion).'
 */
export function filters(kernel: Numbers, options: FiltersOptions = {}): Figure {
  const caller = 'plot.filters';
  checkOptions(caller, options, FILTERS_OPTIONS);
  const { values, shape } = toNumbers(kernel, caller, 'kernel');
  if (shape.length !== 4) {
    throw new RangeError(
      `${caller}: expected a kernel [height, width, input channels, filters]; got ${shapeText(shape)}; pass layer.getWeights()[0].`,
    );
  }
  checkSomeFinite(caller, 'kernel', values);
  const [height = 0, width = 0, inputs = 0, count = 0] = shape;
  const { channel = 0, title = 'Filters' } = options;
  const remedy = `the kernel has ${inputs} input channels, counted from 0`;
  checkWholeNumber(caller, 'channel', channel, { least: 0, most: inputs - 1, remedy });
  const list = Array.from(values);
  const pictures = Array.from({ length: count }, (_, k) =>
    channelPicture(list, { width, height, first: channel * count + k, count: inputs * count }),
  );
  const [low, high] = extent(pictures.flatMap((picture) => extent(picture.values)));
  const largest = Math.max(-low, high) || 1;
  const which = inputs > 1 ? ` (input channel ${channel})` : '';
  return mosaic({
    pictures,
    title,
    columns: options.columns ?? Math.min(8, count),
    height: options.height,
    colors: 'diverging',
    ranges: pictures.map(() => [-largest, largest]),
    alt:
      options.alt ??
      `${title}. ${describePictures(pictures, 'filter')}${which}, weights from ${formatNumber(low)} (blue) to ${formatNumber(high)} (vermilion).`,
    caller,
  });
}

/**
 * The feature maps of one example, one picture for each channel, each from its darkest to its brightest.
 *
 * @param activations `[height, width, channels]` or `[1, height, width, channels]`
 * @param options images in a row
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if the shape does not fit or no number is finite; TypeError for an unknown option or an element
 *   that is not a number.
 * @example
 * const figure = plot.featureMaps([[[1, 0], [2, 0]]]); // [1, 2, 2]: one row of two pixels, two channels
 * figure.layout.meta?.alt.endsWith('1 are zero everywhere.'); // true
 */
export function featureMaps(activations: Numbers, options: FeatureMapsOptions = {}): Figure {
  const caller = 'plot.featureMaps';
  checkOptions(caller, options, FEATURE_MAPS_OPTIONS);
  const { values, shape } = toNumbers(activations, caller, 'activations');
  const own = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  if (own.length !== 3) {
    throw new RangeError(
      `${caller}: expected activations [height, width, channels] of one example; got ${shapeText(shape)}; slice one example of the batch.`,
    );
  }
  checkSomeFinite(caller, 'activations', values);
  const [height = 0, width = 0, count = 0] = own;
  const { title = 'Feature maps' } = options;
  const list = Array.from(values);
  const pictures = Array.from({ length: count }, (_, first) =>
    channelPicture(list, { width, height, first, count }),
  );
  const ranges = pictures.map((picture) => extent(picture.values));
  const silent = ranges.filter(([low, high]) => low === 0 && high === 0).length;
  return mosaic({
    pictures,
    title,
    columns: options.columns ?? Math.min(8, count),
    height: options.height,
    colors: 'viridis',
    ranges,
    alt:
      options.alt ??
      `${title}. ${describePictures(pictures, 'map')}, each from its lowest (dark) to its highest value (bright)${silent > 0 ? `; ${silent} are zero everywhere` : ''}.`,
    caller,
  });
}
