/** The smallest PNG writer that pictures in figures need. */
import { crc32, deflateSync } from 'node:zlib';

/** Raw pixels: four bytes (red, green, blue, opacity) each, row by row. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const COLOR_WITH_ALPHA = 6;
const FILTER_UP = 2;

function chunk(type: string, body: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  out.set(body, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

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
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, COLOR_WITH_ALPHA, 0, 0, 0], 8);
  // Flat pictures pack better unfiltered, smooth ones filtered: keep the smaller.
  const packed = [unfiltered, filtered].map((raw) => deflateSync(raw, { level: 9 }));
  const body = packed.reduce((best, next) => (next.length < best.length ? next : best));
  return Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', body),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** A PNG as a `data:` address, ready for a figure. */
export function pngDataUri(pixels: Pixels): string {
  return `data:image/png;base64,${encodePng(pixels).toString('base64')}`;
}
