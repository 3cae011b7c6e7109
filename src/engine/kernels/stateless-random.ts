/**
 * Random numbers that are a function of a seed alone, so that a traced graph draws new ones from a counter.
 *
 * The native kernels use the generator Philox 4×32-10; the twin computes the same stream.
 *
 * @see Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3". https://doi.org/10.1145/2063384.2063405
 */
import { shapeText } from '../../host/checks';
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { nativeKernels, nativeOp } from './native-op';

/** Two int32 numbers `[2]` that decide every draw. */
export type StatelessSeed = tf.Tensor1D;

/**
 * Uniform draws in [0, 1).
 *
 * @param shape shape of the result
 * @param seed `[2]` int32
 * @returns float32; caller disposes. The same on every engine. No gradient.
 * @throws TypeError if `seed` is not `[2]` int32.
 */
export function statelessUniform(shape: number[], seed: StatelessSeed): tf.Tensor {
  return draw('StatelessRandomUniform', shape, seed, uniformBlock);
}

/**
 * Draws from the normal distribution with mean 0 and standard deviation 1.
 *
 * @param shape shape of the result
 * @param seed `[2]` int32
 * @returns float32; caller disposes. The same on every engine to float tolerance. No gradient.
 * @throws TypeError if `seed` is not `[2]` int32.
 */
export function statelessNormal(shape: number[], seed: StatelessSeed): tf.Tensor {
  return draw('StatelessRandomNormal', shape, seed, normalBlock);
}

type Words = [number, number, number, number];

function draw(
  name: string,
  shape: number[],
  seed: StatelessSeed,
  block: (words: Words) => number[],
): tf.Tensor {
  if (seed.dtype !== 'int32' || seed.size !== 2)
    throw new TypeError(
      `${name}: expected seed [2] int32; got ${shapeText(seed.shape)} ${seed.dtype}; ` +
        "use tf.tensor1d([seed, counter], 'int32').",
    );
  if (!nativeKernels()) return philox(shape, seed.dataSync() as Int32Array, block);
  return tf.tidy(() => {
    const types = { dtype: 'float32', T: 'int32', Tseed: 'int32' } as const;
    const [values] = nativeOp(name, { types }, [tf.tensor1d(shape, 'int32'), seed], 1);
    return values as tf.Tensor;
  });
}

/** One Philox block per four numbers: the seed picks key and stream, the position the counter. */
function philox(shape: number[], seed: Int32Array, block: (words: Words) => number[]): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  const [s0, s1] = seed as unknown as [number, number];
  // TensorFlow scrambles the seed, widened to two int64, by one block under a fixed key.
  const wide: Words = [s0 >>> 0, s0 < 0 ? 0xffffffff : 0, s1 >>> 0, s1 < 0 ? 0xffffffff : 0];
  const [key0, key1, high0, high1] = philoxBlock(wide, 0x3ec8f720, 0x02461e29);
  for (let position = 0; position < values.length; position += 4) {
    const numbers = block(philoxBlock([position / 4, 0, high0, high1], key0, key1));
    for (let i = 0; i < 4 && position + i < values.length; i++)
      values[position + i] = itemAt(numbers, i);
  }
  return tf.tensor(values, shape, 'float32');
}

const ROUNDS = 10;
const MULTIPLIER_A = 0xd2511f53;
const MULTIPLIER_B = 0xcd9e8d57;
const WEYL_A = 0x9e3779b9;
const WEYL_B = 0xbb67ae85;

function philoxBlock([x0, x1, x2, x3]: Words, key0: number, key1: number): Words {
  let [a, b, c, d] = [x0, x1, x2, x3];
  for (let round = 0; round < ROUNDS; round++) {
    const lowA = Math.imul(MULTIPLIER_A, a) >>> 0;
    const lowB = Math.imul(MULTIPLIER_B, c) >>> 0;
    const highA = multiplyHigh(MULTIPLIER_A, a);
    const highB = multiplyHigh(MULTIPLIER_B, c);
    [a, b, c, d] = [(highB ^ b ^ key0) >>> 0, lowB, (highA ^ d ^ key1) >>> 0, lowA];
    key0 = (key0 + WEYL_A) >>> 0;
    key1 = (key1 + WEYL_B) >>> 0;
  }
  return [a, b, c, d];
}

/** Upper 32 bits of the 64-bit product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** 23 random bits as a float in [0, 1). */
function toUniform(word: number): number {
  return (word & 0x7fffff) / 0x800000;
}

function uniformBlock(words: Words): number[] {
  return words.map(toUniform);
}

/** Box–Muller transform of each pair. */
function normalBlock([a, b, c, d]: Words): number[] {
  return [...boxMuller(a, b), ...boxMuller(c, d)];
}

function boxMuller(first: number, second: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(Math.max(toUniform(first), 1e-7)));
  const angle = 2 * Math.PI * toUniform(second);
  return [Math.sin(angle) * radius, Math.cos(angle) * radius];
}
