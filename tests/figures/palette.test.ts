/** Pictures of figures in at most 256 colors. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

type Reduce = (rgba: Uint8Array) => { pixels: Uint8Array; palette: Uint8Array };
let reduceColors: Reduce;

before(async () => {
  const file = path.join(__dirname, '..', '..', 'scripts', 'figures', 'palette.mjs');
  ({ reduceColors } = (await import(pathToFileURL(file).href)) as { reduceColors: Reduce });
});

type Rgb = [number, number, number];

const picture = (colors: Rgb[]): Uint8Array =>
  Uint8Array.from(colors.flatMap((color) => [...color, 255]));

/** The color that each pixel has afterwards. */
function reduced(colors: Rgb[]): { colors: Rgb[]; count: number } {
  const { pixels, palette } = reduceColors(picture(colors));
  const colorOf = (index: number): Rgb => [...palette.subarray(3 * index, 3 * index + 3)] as Rgb;
  return { colors: [...pixels].map(colorOf), count: palette.length / 3 };
}

test('up to 256 clearly different colors stay exactly as they are', () => {
  const colors = Array.from({ length: 211 }, (_, i): Rgb => [(i % 7) * 40, ((i / 7) % 6 | 0) * 50, (i / 42 | 0) * 45]); // prettier-ignore
  const { colors: after, count } = reduced([...colors, ...colors]);
  assert.equal(count, 211);
  assert.deepEqual(after, [...colors, ...colors]);
});

test('colors that an eye cannot tell apart become their mean', () => {
  assert.deepEqual(reduced([[101, 50, 9], [103, 51, 10], [103, 51, 11], [240, 0, 0]]).colors, [
    [102, 51, 10],
    [102, 51, 10],
    [102, 51, 10],
    [240, 0, 0],
  ]); // prettier-ignore
});

test('many colors become 256, each near to what it was', () => {
  const colors = Array.from({ length: 5003 }, (_, i): Rgb => [(i * 37) % 256, (i * 101) % 256, (i * 11) % 256]); // prettier-ignore
  const { colors: after, count } = reduced(colors);
  assert.equal(count, 256);
  const gaps = after.map((color, i) =>
    Math.max(...color.map((value, c) => Math.abs(value - (colors[i]?.[c] ?? NaN)))),
  );
  assert.ok(Math.max(...gaps) < 64, `${Math.max(...gaps)}`);
});

test('a thin line keeps its color on a background of a thousand times as many pixels and tints', () => {
  const background = Array.from({ length: 7001 }, (_, i): Rgb => [255 - (i % 97), 255 - (i % 89), 255]); // prettier-ignore
  const line: Rgb[] = [[213, 94, 0], [213, 94, 0], [213, 94, 0]]; // prettier-ignore
  const { colors } = reduced([...background, ...line]);
  assert.deepEqual(colors.slice(-3), line);
});
