/** Many small pictures in one PNG: a figure of a hundred digits stays a few kilobytes. */
import { checkWholeNumber, shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { extent, formatNumber } from './numbers';
import { colorTable, type ColorScaleName } from './palette';
import { pngDataUri } from './png';
import { checkSomeFinite, rows, toNumbers, type NumberArray } from './read';
import { createFigure, FONT_SIZE, hiddenAxis } from './theme';
import type { Figure, Numbers } from './types';

/** One picture: row-major values, one channel or three. */
export interface Picture {
  width: number;
  height: number;
  channels: 1 | 3;
  values: ArrayLike<number>;
}

/** Lowest and highest value: what is drawn darkest and brightest. */
export type ValueRange = readonly [low: number, high: number];

function shapeError(caller: string, shape: readonly number[]): RangeError {
  return new RangeError(
    `${caller}: expected images of shape [height, width], [N, height, width] or [N, height, width, channels] with 1 or 3 ` +
      `channels; got ${shapeText(shape)}; reshape them, or pass imageShape for flat rows.`,
  );
}

/** Shape of a batch: `[N, height, width, channels]`. */
type BatchShape = readonly [count: number, height: number, width: number, channels: number];

function cut(values: ArrayLike<number>, shape: BatchShape, caller: string): Picture[] {
  const [count, height, width, channels] = shape;
  if (channels !== 1 && channels !== 3) throw shapeError(caller, shape);
  return rows(values, count, height * width * channels).map((own) => ({
    width,
    height,
    channels,
    values: own,
  }));
}

/** The shape of a batch that holds the numbers. */
function batchShape(
  { values, shape }: NumberArray,
  imageShape: readonly number[] | undefined,
  caller: string,
): BatchShape {
  if (imageShape) {
    const [height = 0, width = 0, channels = 1] = imageShape;
    const size = height * width * channels;
    if (size > 0 && values.length % size === 0) {
      return [values.length / size, height, width, channels];
    }
    throw new RangeError(
      `${caller}: expected rows of ${size} values for imageShape ${shapeText(imageShape)}; got ${shapeText(shape)}; ` +
        'make height × width × channels equal the row length.',
    );
  }
  const [a = 0, b = 0, c = 0, d = 0] = shape;
  if (shape.length === 2) return [1, a, b, 1];
  // [height, width, 1 or 3] is one picture: no batch of pictures is 1 or 3 pixels wide.
  if (shape.length === 3) return c === 1 || c === 3 ? [1, a, b, c] : [a, b, c, 1];
  if (shape.length === 4) return [a, b, c, d];
  throw shapeError(caller, shape);
}

/** Whether an input is a list of tensors. */
function isTensorList(input: Numbers | readonly Numbers[]): input is readonly Numbers[] {
  if (!Array.isArray(input)) return false;
  const first: unknown = input[0];
  return typeof first === 'object' && first !== null && 'dataSync' in first;
}

/**
 * Reads pictures from a tensor, nested arrays, or a list of either.
 *
 * @param name what the pictures are, for messages
 * @throws RangeError if the shape is not one of pictures, or pictures differ in size.
 */
export function readPictures(
  input: Numbers | readonly Numbers[],
  imageShape: readonly number[] | undefined,
  caller: string,
  name = 'images',
): Picture[] {
  const inputs = isTensorList(input) ? input : [input];
  const pictures = inputs.flatMap((each) => {
    const array = toNumbers(each, caller, name);
    const shape = batchShape(array, imageShape, caller);
    checkSomeFinite(caller, name, array.values);
    return cut(array.values, shape, caller);
  });
  const first = itemAt(pictures, 0);
  for (const { width, height, channels } of pictures) {
    if (width === first.width && height === first.height && channels === first.channels) continue;
    throw new RangeError(
      `${caller}: expected ${name} of one size; got ${first.height}×${first.width} and ${height}×${width}; resize them first.`,
    );
  }
  return pictures;
}

/** The range to draw: 0…1 or 0…255 where the values fit, otherwise their own. */
export function guessRange(pictures: readonly Picture[]): ValueRange {
  const [low, high] = extent(pictures.flatMap(({ values }) => extent(values)));
  if (low >= 0 && high <= 1) return [0, 1];
  if (low >= 0 && high <= 255 && high > 2) return [0, 255];
  return [low, high];
}

/** Red, green, blue and opacity of each pixel. What is not a number is transparent. */
function pixelsOf(
  { values, channels }: Picture,
  [low, high]: ValueRange,
  table: Uint8Array,
): Uint8Array {
  const scale = high > low ? 255 / (high - low) : 0;
  const bytes = Array.from(values, (value) =>
    Math.max(0, Math.min(255, Math.round((value - low) * scale))),
  );
  const pixels = new Uint8Array((values.length / channels) * 4);
  for (let i = 0; i < pixels.length / 4; i++) {
    const own = bytes.slice(i * channels, (i + 1) * channels);
    if (own.some(Number.isNaN)) continue;
    const [value = 0] = own;
    const color = channels === 3 ? own : table.subarray(value * 3, value * 3 + 3);
    pixels.set([...color, 255], i * 4);
  }
  return pixels;
}

/** Places pictures on one transparent sheet. */
class Sheet {
  readonly rgba: Uint8Array;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.rgba = new Uint8Array(width * height * 4);
  }

  draw(pixels: Uint8Array, rowLength: number, left: number, top: number): void {
    const stride = rowLength * 4;
    for (let y = 0; y * stride < pixels.length; y++) {
      const row = pixels.subarray(y * stride, (y + 1) * stride);
      this.rgba.set(row, ((top + y) * this.width + left) * 4);
    }
  }
}

export interface MosaicParts {
  pictures: readonly Picture[];
  title: string;
  alt: string;
  titles?: readonly string[];
  columns?: number;
  height?: number;
  colors: ColorScaleName;
  /** One for each picture. */
  ranges: readonly ValueRange[];
  caller: string;
}

/** Widest figure that the sheet fills, and what is left of a 360 px page, in pixels. */
const WIDE = 640;
const NARROW = 336;
const LARGEST_TILE = 120;
const CAPTION_LINE = 15;

/** Places of the tiles, in picture pixels. */
interface Plan {
  columns: number;
  rowCount: number;
  gap: number;
  caption: number;
  scale: number;
}

function plan({ pictures, titles = [], columns: wanted, caller }: MosaicParts): Plan {
  const { width, height } = itemAt(pictures, 0);
  const lines = titles.map((text) => (text ? text.split('<br>') : []));
  const longest = Math.max(0, ...lines.flat().map((line) => line.length));
  const most = Math.max(0, ...lines.map((line) => line.length));
  if (wanted !== undefined) checkWholeNumber(caller, 'columns', wanted);
  // Captions must fit their tile on a narrow page: about 6.5 px a letter.
  const fitting = longest > 0 ? Math.max(1, Math.floor(NARROW / (longest * 6.5 + 6))) : 10;
  const columns = Math.min(pictures.length, wanted ?? Math.min(10, fitting));
  const gap = Math.max(1, Math.round(width * 0.08));
  const scale = Math.min(
    (LARGEST_TILE * 1.5) / Math.max(width, height),
    WIDE / (columns * (width + gap)),
  );
  const narrowScale = Math.min(scale, NARROW / (columns * (width + gap)));
  return {
    columns,
    rowCount: Math.ceil(pictures.length / columns),
    gap,
    caption: Math.ceil((most * CAPTION_LINE) / narrowScale),
    scale,
  };
}

/** A figure of pictures in rows, each with an optional caption above. */
export function mosaic(parts: MosaicParts): Figure {
  const { pictures, titles, colors, ranges } = parts;
  const { columns, rowCount, gap, caption, scale } = plan(parts);
  const { width, height } = itemAt(pictures, 0);
  const sheet = new Sheet(columns * (width + gap) - gap, rowCount * (height + gap + caption) - gap);
  const table = colorTable(colors);
  const annotations = pictures.map((picture, i) => {
    const left = (i % columns) * (width + gap);
    const top = Math.floor(i / columns) * (height + gap + caption) + caption;
    sheet.draw(pixelsOf(picture, itemAt(ranges, i), table), width, left, top);
    return {
      text: titles?.[i] ?? '',
      x: left + width / 2 - 0.5,
      y: top - 0.5,
      xanchor: 'center',
      yanchor: 'bottom',
      showarrow: false,
      borderpad: 0,
      font: { size: FONT_SIZE - 2 },
    };
  });
  return createFigure({
    title: parts.title,
    alt: parts.alt,
    height: parts.height ?? Math.round(Math.max(180, sheet.height * scale + 70)),
    data: [{ type: 'image', source: pngDataUri(sheet), hoverinfo: 'skip' }],
    layout: {
      annotations: annotations.filter(({ text }) => text),
      dragmode: false,
      xaxis: hiddenAxis({ range: [-0.5, sheet.width - 0.5], constrain: 'domain' }),
      yaxis: hiddenAxis({
        range: [sheet.height - 0.5, -0.5],
        constrain: 'domain',
        constraintoward: 'top',
        scaleanchor: 'x',
      }),
      margin: { l: 12, r: 12, b: 12 },
    },
  });
}

/** "12 images of 28 × 28 pixels". */
export function describePictures(pictures: readonly Picture[], noun: string): string {
  const { width, height } = itemAt(pictures, 0);
  return `${formatNumber(pictures.length)} ${noun}${pictures.length === 1 ? '' : 's'} of ${height} × ${width} pixels`;
}
