/** Writes PNGs with a palette: one byte a pixel, a third of the size of full color. */
import { deflateSync } from 'node:zlib';
import { pngFile } from '../../src/dist/host/png.js';

/**
 * @param {{ width: number, height: number, pixels: Uint8Array, palette: Uint8Array }} image one palette index for each
 *   pixel, row by row; three bytes for each palette color, at most 256
 * @returns {Buffer}
 */
export function encodeIndexedPng({ width, height, pixels, palette }) {
  const bitDepth = bitsFor(palette.length / 3);
  const raw = packedRows(pixels, { width, height, bits: bitDepth });
  const packed = deflateSync(raw, { level: 9, memLevel: 9 });
  return pngFile({ width, height, bitDepth, colorType: 'palette', palette, packed });
}

/** Few colors need fewer bits: 4 bits a pixel below 17 colors. @param {number} colors */
function bitsFor(colors) {
  if (colors <= 2) return 1;
  if (colors <= 4) return 2;
  return colors <= 16 ? 4 : 8;
}

/**
 * Rows of indices, each after a filter byte of 0 (none).
 *
 * @param {Uint8Array} pixels
 * @param {{ width: number, height: number, bits: number }} size
 */
function packedRows(pixels, { width, height, bits }) {
  const stride = Math.ceil((width * bits) / 8) + 1;
  const raw = Buffer.alloc(stride * height);
  for (const [i, index] of pixels.entries()) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const at = y * stride + 1 + Math.floor((x * bits) / 8);
    const shift = 8 - bits - ((x * bits) % 8);
    raw[at] = (raw[at] ?? 0) | (index << shift);
  }
  return raw;
}
