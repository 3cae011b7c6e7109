/** The smallest PNG writer that pictures in figures need. */
import { deflateSync } from 'node:zlib';
import { pngFile } from '../host/png';

/** Raw pixels: four bytes (red, green, blue, opacity) each, row by row. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8Array;
}

const FILTER_UP = 2;

/**
 * Encodes pixels as a PNG, 8 bits a channel, each row filtered by the one above (rows of pictures resemble each other).
 *
 * @see W3C 2003, Portable Network Graphics, sections 9 and 11. https://www.w3.org/TR/png/
 */
export function encodePng({ width, height, rgba }: Pixels): Buffer {
  const stride = width * 4;
  const unfiltered = Buffer.alloc((stride + 1) * height);
  const filtered = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const row = rgba.subarray(y * stride, (y + 1) * stride);
    const above = rgba.subarray(Math.max(0, y - 1) * stride, y * stride);
    unfiltered.set(row, start + 1);
    filtered[start] = FILTER_UP;
    filtered.set(
      row.map((value, i) => value - (above[i] ?? 0)),
      start + 1,
    );
  }
  // Flat pictures pack better unfiltered, smooth ones filtered: keep the smaller.
  const packed = [unfiltered, filtered].map((raw) => deflateSync(raw, { level: 9 }));
  return pngFile({
    width,
    height,
    bitDepth: 8,
    colorType: 'color with opacity',
    packed: packed.reduce((best, next) => (next.length < best.length ? next : best)),
  });
}

/** A PNG as a `data:` address, ready for a figure. */
export function pngDataUri(pixels: Pixels): string {
  return `data:image/png;base64,${encodePng(pixels).toString('base64')}`;
}
