/** Many small pictures in one PNG: a figure of a hundred digits stays a few kilobytes. */
import { itemAt } from '../host/item-at';
import { assertCount, extent, formatNumber, rows, toNumbers } from './numbers';
import { colorTable, type ColorScaleName } from './palette';
import { pngDataUri } from './png';
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
      `channels; got [${shape.join(', ')}]. Reshape them, or pass imageShape for flat rows.`,
  );
}

function cut(
  values: ArrayLike<number>,
  count: number,
  height: number,
  width: number,
  channels: number,
  caller: string,
): Picture[] {
  if (channels !== 1 && channels !== 3) throw shapeError(caller, [count, height, width, channels]);
  return rows(values, count, height * width * channels).map((own) => ({
    width,
    height,
    channels,
    values: own,
  }));
}

function fromArray(
  input: Numbers,
  imageShape: readonly number[] | undefined,
  caller: string,
): Picture[] {
  const { values, shape } = toNumbers(input, caller);
  if (imageShape) {
    const [height = 0, width = 0, channels = 1] = imageShape;
    const size = height * width * channels;
    if (!(size > 0) || values.length % size !== 0) {
      throw new RangeError(
        `${caller}: expected rows of ${size} values for imageShape [${imageShape.join(', ')}]; got [${shape.join(', ')}]. ` +
          'Make height × width × channels equal the row length.',
      );
    }
    return cut(values, values.length / size, height, width, channels, caller);
  }
  const [a = 0, b = 0, c = 0, d = 0] = shape;
  if (shape.length === 2) return cut(values, 1, a, b, 1, caller);
  // [height, width, 1 or 3] is one picture: no batch of pictures is 1 or 3 pixels wide.
  if (shape.length === 3)
    return c === 1 || c === 3 ? cut(values, 1, a, b, c, caller) : cut(values, a, b, c, 1, caller);
  if (shape.length === 4) return cut(values, a, b, c, d, caller);
  throw shapeError(caller, shape);
}

/**
 * Reads pictures from a tensor, nested arrays, or a list of either.
 *
 * @throws RangeError if the shape is not one of pictures, or pictures differ in size.
 */
export function readPictures(
  input: Numbers | readonly Numbers[],
  imageShape: readonly number[] | undefined,
  caller: string,
): Picture[] {
  const isList =
    Array.isArray(input) &&
    input.length > 0 &&
    typeof input[0] === 'object' &&
    input[0] !== null &&
    'dataSync' in input[0];
  const pictures = isList
    ? (input as readonly Numbers[]).flatMap((each) => fromArray(each, imageShape, caller))
    : fromArray(input as Numbers, imageShape, caller);
  const first = itemAt(pictures, 0);
  for (const { width, height, channels } of pictures) {
    if (width === first.width && height === first.height && channels === first.channels) continue;
    throw new RangeError(
      `${caller}: expected images of one size; got ${first.height}×${first.width} and ${height}×${width}. Resize them first.`,
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

/** Places pictures on one transparent sheet. */
class Sheet {
  readonly rgba: Uint8Array;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.rgba = new Uint8Array(width * height * 4);
  }

  draw(
    picture: Picture,
    left: number,
    top: number,
    [low, high]: ValueRange,
    table: Uint8Array,
  ): void {
    const scale = high > low ? 255 / (high - low) : 0;
    const byte = (value: number): number =>
      Math.max(0, Math.min(255, Math.round((value - low) * scale))) || 0;
    for (let y = 0; y < picture.height; y++) {
      for (let x = 0; x < picture.width; x++) {
        const to = ((top + y) * this.width + left + x) * 4;
        const from = (y * picture.width + x) * picture.channels;
        for (let c = 0; c < 3; c++) {
          const value = byte(itemAt(picture.values, picture.channels === 3 ? from + c : from));
          this.rgba[to + c] = picture.channels === 3 ? value : itemAt(table, value * 3 + c);
        }
        this.rgba[to + 3] = 255;
      }
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
  /** One range for all, or one for each picture. */
  range: ValueRange | readonly ValueRange[];
  caller: string;
}

/** Widest figure that the sheet fills, and what is left of a 360 px page, in pixels. */
const WIDE = 640;
const NARROW = 336;
const LARGEST_TILE = 120;
const CAPTION_LINE = 15;

/** Places of the tiles, in picture pixels. */
function plan(parts: MosaicParts): {
  columns: number;
  rowCount: number;
  gap: number;
  caption: number;
  scale: number;
} {
  const { pictures, titles, columns: wanted, caller } = parts;
  const { width, height } = itemAt(pictures, 0);
  const longest = Math.max(
    0,
    ...(titles ?? []).flatMap((text) => text.split('<br>').map((part) => part.length)),
  );
  if (wanted !== undefined) assertCount(caller, 'columns', wanted);
  // Captions must fit their tile on a narrow page: about 6.5 px a letter.
  const fitting = longest > 0 ? Math.max(1, Math.floor(NARROW / (longest * 6.5 + 6))) : 10;
  const columns = Math.min(pictures.length, wanted ?? Math.min(10, fitting));
  const gap = Math.max(1, Math.round(width * 0.08));
  const scale = Math.min(
    (LARGEST_TILE * 1.5) / Math.max(width, height),
    WIDE / (columns * (width + gap)),
  );
  const narrowScale = Math.min(scale, NARROW / (columns * (width + gap)));
  const lines = Math.max(
    0,
    ...(titles ?? []).map((text) => (text ? text.split('<br>').length : 0)),
  );
  return {
    columns,
    rowCount: Math.ceil(pictures.length / columns),
    gap,
    caption: Math.ceil((lines * CAPTION_LINE) / narrowScale),
    scale,
  };
}

/** A figure of pictures in rows, each with an optional caption above. */
export function mosaic(parts: MosaicParts): Figure {
  const { pictures, titles, colors, range } = parts;
  const { columns, rowCount, gap, caption, scale } = plan(parts);
  const { width, height } = itemAt(pictures, 0);
  const sheet = new Sheet(columns * (width + gap) - gap, rowCount * (height + gap + caption) - gap);
  const table = colorTable(colors);
  const ranges = Array.isArray(range[0]) ? (range as readonly ValueRange[]) : undefined;
  const annotations = pictures.map((picture, i) => {
    const left = (i % columns) * (width + gap);
    const top = Math.floor(i / columns) * (height + gap + caption) + caption;
    sheet.draw(picture, left, top, ranges ? itemAt(ranges, i) : (range as ValueRange), table);
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
  const figure = createFigure({
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
    },
  });
  Object.assign(figure.layout['margin'] as object, { l: 12, r: 12, b: 12 });
  return figure;
}

/** "12 images of 28 × 28 pixels". */
export function describePictures(pictures: readonly Picture[], noun: string): string {
  const { width, height } = itemAt(pictures, 0);
  return `${formatNumber(pictures.length)} ${noun}${pictures.length === 1 ? '' : 's'} of ${height} × ${width} pixels`;
}
