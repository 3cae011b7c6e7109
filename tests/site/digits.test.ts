/** Preparation of a drawing, as MNIST's digits were prepared. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareDigit, SIDE } from '../../site/demos/digits/prepare';

/** A drawing of `width` × `height` pixels with full ink in some rectangles `[left, top, right, bottom]`. */
function drawing(width: number, height: number, rectangles: number[][]): Float32Array {
  const ink = new Float32Array(width * height);
  for (const [left = 0, top = 0, right = 0, bottom = 0] of rectangles)
    for (let y = top; y < bottom; y++) ink.fill(1, y * width + left, y * width + right);
  return ink;
}

const at = (image: Float32Array, row: number, column: number): number =>
  image[row * SIDE + column] as number;

/** Rows or columns with ink. */
function extent(image: Float32Array, axis: 'row' | 'column'): number[] {
  const places = [...image.keys()].filter((i) => (image[i] as number) > 1e-6);
  const positions = places.map((i) => (axis === 'row' ? Math.floor(i / SIDE) : i % SIDE));
  return [Math.min(...positions), Math.max(...positions)];
}

test('an empty drawing is an empty image', () => {
  assert.deepEqual([...prepareDigit(new Float32Array(7 * 11), 7)], Array(784).fill(0));
});

test('the longer side fills 20 pixels, the shorter one keeps the proportion', () => {
  const image = prepareDigit(drawing(130, 110, [[17, 5, 57, 105]]), 130); // 40 × 100
  assert.deepEqual(extent(image, 'row'), [4, 23]);
  assert.deepEqual(extent(image, 'column'), [10, 17]); // 8 of 20
  assert.ok(Math.abs(at(image, 14, 14) - 1) < 1e-5);
});

test('wherever and however large it is drawn, the image is the same', () => {
  const shape = (scale: number, x: number, y: number): Float32Array =>
    prepareDigit(
      drawing(
        280,
        280,
        [
          [0, 0, 10, 20],
          [10, 14, 16, 20],
        ].map(([a = 0, b = 0, c = 0, d = 0]) => [
          x + a * scale,
          y + b * scale,
          x + c * scale,
          y + d * scale,
        ]),
      ),
      280,
    );
  const reference = shape(3, 0, 0);
  for (const [scale, x, y] of [
    [3, 200, 211],
    [7, 13, 97],
    [13, 5, 3],
  ] as const) {
    const other = shape(scale, x, y);
    reference.forEach((value, i) =>
      assert.ok(Math.abs(value - (other[i] as number)) < 1e-4, `${i}`),
    );
  }
});

test('the center of mass, not of the box, lies in the middle', () => {
  // An L: most of its ink is at the left and at the bottom.
  const image = prepareDigit(
    drawing(100, 100, [
      [10, 0, 30, 100],
      [30, 80, 70, 100],
    ]),
    100,
  );
  let [mass, x, y] = [0, 0, 0];
  image.forEach((value, i) => {
    mass += value;
    x += value * ((i % SIDE) + 0.5);
    y += value * (Math.floor(i / SIDE) + 0.5);
  });
  assert.ok(Math.abs(x / mass - 14) < 0.02, `${x / mass}`);
  assert.ok(Math.abs(y / mass - 14) < 0.02, `${y / mass}`);
});

test('averaging keeps the amount of ink', () => {
  const image = prepareDigit(drawing(60, 60, [[7, 11, 27, 51]]), 60); // 20 × 40 pixels, halved
  assert.ok(Math.abs(image.reduce((sum, value) => sum + value, 0) - 200) < 1e-3);
});
