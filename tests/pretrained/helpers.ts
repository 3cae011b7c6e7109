/** Outputs of the networks by PyTorch (fixtures/make_pretrained.py), and ways to compare with them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

interface Reference {
  texts: string[];
  ids: number[][];
  /** `[N, 384]`, means over the tokens, not divided by their length. */
  pooled: number[][];
  /** `[2, 1000]` */
  logits: number[][];
  /** `[2, 1280]` */
  features: number[][];
}

const file = path.join(__dirname, '..', 'fixtures', 'pretrained.json.gz');
export const reference: Reference = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));

/** Largest difference of two lists of numbers. */
export function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  assert.equal(actual.length, expected.length);
  return expected.reduce((most, value, at) => Math.max(most, Math.abs(value - Number(actual[at]))), 0); // prettier-ignore
}

/** The picture that the fixture's script paints, `size` × `size` × 3 numbers from 0 to 255. */
export function picture(number: number, size: number): number[] {
  const pixels: number[] = [];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      for (let c = 0; c < 3; c++) {
        const disc = (x - 97) ** 2 + (y - 113) ** 2 < (50 + 20 * number) ** 2 ? 120 : 0;
        pixels.push((x * (7 - number) + y * 3 + c * 29 + ((x * y) % 97) + disc) % 256);
      }
  return pixels;
}
