/** A drawing made into an image like those of MNIST. */

import { itemAt } from '../../../src/host/item-at';

/** Width and height of an image, in pixels. */
export const SIDE = 28;
/** Longest side of the digit itself, in pixels. */
const BOX = 20;

/** What part of a drawing has ink. */
interface Ink {
  /** Longest side of the box around all ink. */
  extent: number;
  /** Center of mass. */
  x: number;
  y: number;
}

function measure(ink: ArrayLike<number>, width: number): Ink | undefined {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let [mass, momentX, momentY] = [0, 0, 0];
  for (let i = 0; i < ink.length; i++) {
    const value = itemAt(ink, i);
    if (value === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    mass += value;
    momentX += value * (x + 0.5);
    momentY += value * (y + 0.5);
  }
  if (mass === 0) return undefined;
  const extent = Math.max(right - left, bottom - top);
  return { extent, x: momentX / mass, y: momentY / mass };
}

/** For one row or column of the drawing: the pixels of the image that it covers, and how much of each. */
function shares(from: number, to: number): [index: number, share: number][] {
  const result: [number, number][] = [];
  for (let index = Math.max(0, Math.floor(from)); index < Math.min(SIDE, to); index++)
    result.push([index, Math.min(to, index + 1) - Math.max(from, index)]);
  return result;
}

/**
 * Scales the ink to fit 20 × 20 pixels, averaging areas, and puts its center of mass into the middle of 28 × 28, as
 * was done with the digits of MNIST.
 *
 * @param ink from 0 (paper) to 1 (full ink), row by row
 * @param width of the drawing, in pixels
 * @returns 784 numbers from 0 to 1; all zero for an empty drawing.
 * @see LeCun et al. 1998, section III.A.
 */
export function prepareDigit(ink: ArrayLike<number>, width: number): Float32Array {
  const image = new Float32Array(SIDE * SIDE);
  const found = measure(ink, width);
  if (!found) return image;
  const scale = BOX / found.extent;
  const across = (center: number) => (position: number) =>
    shares((position - center) * scale + SIDE / 2, (position + 1 - center) * scale + SIDE / 2);
  const columns = Array.from({ length: width }, (_, x) => across(found.x)(x));
  for (let y = 0; y < ink.length / width; y++) {
    const rows = across(found.y)(y);
    for (let x = 0; x < width; x++) {
      const value = itemAt(ink, y * width + x);
      if (value === 0) continue;
      for (const [row, height] of rows) {
        for (const [column, breadth] of itemAt(columns, x)) {
          const pixel = row * SIDE + column;
          image[pixel] = itemAt(image, pixel) + value * height * breadth;
        }
      }
    }
  }
  return image.map((value) => Math.min(value, 1)); // rounding
}
