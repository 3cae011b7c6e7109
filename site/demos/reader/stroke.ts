/** An image as if it were drawn: the order in which its pixels get their ink. */
import { itemAt } from '../../../src/host/item-at';
import { SIDE } from '../digits/prepare';

const distance = (a: number, b: number): number =>
  Math.hypot((a % SIDE) - (b % SIDE), Math.floor(a / SIDE) - Math.floor(b / SIDE));

/** Pixels with ink, from the uppermost on, each the nearest one to the last that is left. */
export function strokeOf(image: ArrayLike<number>): number[] {
  const left = new Set(Array.from({ length: image.length }, (_, i) => i).filter((i) => itemAt(image, i) > 0)); // prettier-ignore
  const order: number[] = [];
  let [last = 0] = left;
  while (left.size > 0) {
    let nearest = itemAt([...left], 0);
    for (const pixel of left) if (distance(pixel, last) < distance(nearest, last)) nearest = pixel;
    left.delete(nearest);
    order.push(nearest);
    last = nearest;
  }
  return order;
}

/** The image with its first pixels in this order only. */
export function partly(
  image: Float32Array,
  stroke: readonly number[],
  count: number,
): Float32Array {
  const part = new Float32Array(image.length);
  for (const pixel of stroke.slice(0, count)) part[pixel] = itemAt(image, pixel);
  return part;
}
