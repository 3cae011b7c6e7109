/**
 * Rotary positions: queries and keys are turned by angles that grow with their position, so that a product of the
 * two depends on their distance alone.
 *
 * Axes: B batch · H heads · T steps · K size of a head.
 */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { tf } from '../engine';

/** Options of rotary positions. */
export interface RotaryOptions {
  /** Pair j of K/2 turns by position / `base`^(2j/K) radians. Default 10000. */
  base?: number;
  /**
   * Which numbers of a head turn together: `halves` (default) pairs j with j + K/2, as in Llama; `interleaved`
   * pairs 2j with 2j + 1, as in the paper and in GGUF files.
   */
  pairs?: 'halves' | 'interleaved';
}

/** {@link RotaryOptions} with all defaults filled in. */
export type Rotary = Required<RotaryOptions>;

/**
 * Where new steps stand: the number of the first of them, or, in a graph that serves every position, the position
 * of the only one as a tensor `[1]` int32, below `window`.
 */
export type Position = number | { index: tf.Tensor1D; window: number };

const KNOWN = { base: true, pairs: true } satisfies Record<keyof RotaryOptions, true>;

/** Fills in the defaults. @throws RangeError for options that do not fit. */
export function rotaryFrom(
  caller: string,
  options: RotaryOptions | null | undefined,
): Rotary | undefined {
  if (options == null) return undefined;
  checkOptions(`${caller}.rotary`, options, KNOWN);
  const { base = 10000, pairs = 'halves' } = options;
  if (!(base > 0 && base < Infinity))
    throw new RangeError(
      `${caller}: expected rotary.base above 0; got ${String(base)}; pass for example { base: 10000 }.`,
    );
  if (pairs !== 'halves' && pairs !== 'interleaved')
    throw new RangeError(
      `${caller}: expected rotary.pairs to be 'halves' or 'interleaved'; got ${String(pairs)}; ` +
        'leave it out for models from Llama on, or see what wrote the weights.',
    );
  return { base, pairs };
}

/** @throws RangeError if the numbers of a head cannot be paired. */
export function checkPairs(caller: string, keyDim: number): void {
  if (keyDim % 2 === 0) return;
  throw new RangeError(
    `${caller}: expected an even keyDim for rotary positions; got ${keyDim}; ` +
      'its numbers turn in pairs, so choose another size or another number of heads.',
  );
}

/**
 * Turns queries or keys.
 *
 * @param x `[B, H, T, K]`
 * @returns same shape; caller disposes. Differentiable.
 * @see Su et al. 2021, eq. 34. https://arxiv.org/abs/2104.09864
 */
export function rotate(x: tf.Tensor4D, rotary: Rotary, position: Position): tf.Tensor4D {
  const { cosines, sines } = turns(rotary, position, x.shape[2], x.shape[3]); // [T, K] each
  return x.mul(cosines).add(swapPairs(x, rotary).mul(sines));
}

/** The other number of each pair in the place of each number. */
function swapPairs(x: tf.Tensor4D, { pairs }: Rotary): tf.Tensor4D {
  const [batch, heads, time, size] = x.shape;
  const shape = pairs === 'halves' ? [2, size / 2] : [size / 2, 2];
  const split = x.reshape([batch, heads, time, ...shape]); // [B, H, T, 2, K/2] or [B, H, T, K/2, 2]
  return tf.reverse(split, pairs === 'halves' ? 3 : 4).reshape(x.shape); // [B, H, T, K]
}

/** Cosines and signed sines of the steps at `position`, `[T, K]` each. */
function turns(
  rotary: Rotary,
  position: Position,
  length: number,
  size: number,
): Record<'cosines' | 'sines', tf.Tensor2D> {
  if (typeof position === 'number') return tables(rotary, size, position, length);
  const { cosines, sines } = tables(rotary, size, 0, position.window);
  return { cosines: tf.gather(cosines, position.index), sines: tf.gather(sines, position.index) };
}

function tables(
  { base, pairs }: Rotary,
  size: number,
  begin: number,
  length: number,
): Record<'cosines' | 'sines', tf.Tensor2D> {
  const [cosines, sines] = [new Float32Array(length * size), new Float32Array(length * size)];
  const half = size / 2;
  const rates = Float64Array.from({ length: half }, (_, pair) => base ** (-pair / half));
  for (let t = 0; t < length; t++)
    for (let pair = 0; pair < half; pair++) {
      const angle = (begin + t) * itemAt(rates, pair);
      const first = t * size + (pairs === 'halves' ? pair : 2 * pair);
      const second = first + (pairs === 'halves' ? half : 1);
      cosines[first] = cosines[second] = Math.cos(angle);
      // The first number of a pair loses what the second gains.
      sines[second] = Math.sin(angle);
      sines[first] = -Math.sin(angle);
    }
  return {
    cosines: tf.tensor2d(cosines, [length, size]),
    sines: tf.tensor2d(sines, [length, size]),
  };
}
