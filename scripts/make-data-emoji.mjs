/** Names and pictures of emoji, from the packages emoji-datasource-google and -twitter. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';

/** @typedef {{ name: string, category: string, x: number, y: number }} Emoji place on the sheets, counted in pictures */

/** Not pictures of one kind of thing: national flags, and parts of other emoji. */
const LEFT_OUT = ['Flags', 'Component'];
/** Classes of the pictures, each drawn by both vendors. */
export const EMOJI_CLASSES = [
  'Animals & Nature',
  'Food & Drink',
  'Objects',
  'Smileys & Emotion',
  'Travel & Places',
];
/** Side of a picture, and of its cell with a border of one pixel. */
const SIDE = 64;
const CELL = SIDE + 2;

/**
 * @param {(file: string) => string} read a file of the packages
 * @returns {Emoji[]} 1,636 emoji in 8 categories, by name
 */
export function readEmoji(read) {
  /** @type {any[]} */
  const all = JSON.parse(read('emoji-datasource-google/emoji.json'));
  return all
    .filter(({ category }) => !LEFT_OUT.includes(category))
    .map(({ name, category, sheet_x: x, sheet_y: y }) => ({
      name: name.toLowerCase(),
      category,
      x,
      y,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.x - b.x || a.y - b.y));
}

/**
 * A palette of 256 colors, three bytes each, on white; then a byte for each pixel, picture by picture, row by row.
 *
 * @param {string} folder node_modules of the packages
 * @param {'google' | 'twitter'} vendor
 * @param {Emoji[]} list
 */
export function emojiBytes(folder, vendor, list) {
  const sheet = path.join(folder, `emoji-datasource-${vendor}/img/${vendor}/sheets-256/64.png`);
  const { width, palette, rows } = readIndexedPng(readFileSync(sheet));
  const pictures = list.map(({ x, y }) => {
    const pixels = Buffer.alloc(SIDE * SIDE);
    for (let row = 0; row < SIDE; row++) {
      const from = (y * CELL + 1 + row) * width + x * CELL + 1;
      rows.copy(pixels, row * SIDE, from, from + SIDE);
    }
    return pixels;
  });
  return Buffer.concat([palette, ...pictures]);
}

/**
 * Reads a PNG of 8-bit palette indices without interlacing.
 *
 * @param {Buffer} file
 */
function readIndexedPng(file) {
  /** @type {Record<string, Buffer[]>} */
  const chunks = {};
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    (chunks[type] ??= []).push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const chunk = (/** @type {string} */ type) => Buffer.concat(chunks[type] ?? []);
  const header = chunk('IHDR');
  if (header.readUInt32BE(8) !== 0x08030000) throw new Error('not 8-bit palette indices');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = unfiltered(inflateSync(chunk('IDAT')), width, height);
  return { width, rows, palette: onWhite(chunk('PLTE'), chunk('tRNS')) };
}

/** 256 colors, mixed with white by their opacity. @param {Buffer} colors @param {Buffer} opacities */
function onWhite(colors, opacities) {
  return Uint8Array.from({ length: 256 * 3 }, (_, at) => {
    const opacity = (opacities[Math.floor(at / 3)] ?? 255) / 255;
    return Math.round((colors[at] ?? 0) * opacity + 255 * (1 - opacity));
  });
}

/** Undoes the filter of each row. @param {Buffer} data @param {number} width @param {number} height */
function unfiltered(data, width, height) {
  const rows = Buffer.alloc(width * height);
  for (let row = 0; row < height; row++) {
    const filter = data[row * (width + 1)];
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const left = column > 0 ? (rows[at - 1] ?? 0) : 0;
      const up = row > 0 ? (rows[at - width] ?? 0) : 0;
      const corner = row > 0 && column > 0 ? (rows[at - width - 1] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, nearest(left, up, corner)][filter ?? 0] ?? 0;
      rows[at] = (data[row * (width + 1) + 1 + column] ?? 0) + guess;
    }
  }
  return rows;
}

/** Paeth's predictor. @param {number} left @param {number} up @param {number} corner */
function nearest(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
