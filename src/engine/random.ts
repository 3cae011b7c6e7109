/**
 * Seeded random numbers: one stream for the whole library, and independent generators.
 *
 * TensorFlow.js draws its own randomness (initializers, the shuffle of `fit`, `tf.randomNormal`) from
 * `Math.random`. After {@link setSeed} that function is seeded too, by a stream of its own, so that
 * everything repeats bit for bit while foreign calls of `Math.random` leave the library's stream alone.
 */

/** A generator of random numbers with its own state. */
export interface Random {
  /** A number in [0, 1), multiple of 2⁻⁵³. */
  uniform(): number;
  /** A draw from the normal distribution with mean 0 and standard deviation 1. */
  normal(): number;
  /** An integer in [0, `bound`), every value equally likely. */
  integer(bound: number): number;
  /** Shuffles `array` in place (Fisher–Yates) and returns it. */
  shuffle<T extends unknown[] | Int32Array | Float32Array>(array: T): T;
  /** The integers 0 … `length` − 1 in random order. */
  permutation(length: number): Int32Array;
}

const TWO_POW_32 = 2 ** 32;
const TWO_POW_53 = 2 ** 53;

/**
 * Mixes a counter into 32 well-distributed bits, so that neighboring seeds (0, 1, 2 …) give unrelated streams.
 * @see C. Wellons, "Prospecting for hash functions" (lowbias32). https://nullprogram.com/blog/2018/07/31/
 */
function mix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** A stream of uniform 32-bit words. */
interface Words {
  (): number;
  /** Remembers the place in the stream. @returns goes back to it. */
  mark(): () => void;
}

/**
 * The generator sfc32 (128 bits of state, period ≥ 2³²), seeded with four mixed words.
 * @see C. Doty-Humphrey, PractRand. https://pracrand.sourceforge.net/RNG_engines.txt
 */
function sfc32(seed: number, stream: number): Words {
  const low = seed >>> 0;
  const high = Math.floor(seed / TWO_POW_32) >>> 0;
  let a = mix32(low ^ 0x9e3779b9);
  let b = mix32(high ^ mix32(low + 0x85ebca6b));
  let c = mix32(stream + 0xc2b2ae35) ^ mix32(a + high);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 16; i++) next();
  const mark = () => {
    const kept = [a, b, c, counter] as const;
    return () => {
      [a, b, c, counter] = kept;
    };
  };
  return Object.assign(next, { mark });
}

/**
 * Whole numbers below a bound. Words beyond the last whole multiple of it are rejected: they would favor small
 * values.
 */
function integersFrom(next32: () => number): Random['integer'] {
  return (bound) => {
    if (!Number.isInteger(bound) || bound < 1 || bound > TWO_POW_32)
      throw new RangeError(
        `random.integer: expected a bound from 1 to 2^32; got ${bound}; pass how many values there are.`,
      );
    const limit = TWO_POW_32 - (TWO_POW_32 % bound);
    let word = next32();
    while (word >= limit) word = next32();
    return word % bound;
  };
}

/** Normal numbers, two from each pair of uniform ones. @see https://en.wikipedia.org/wiki/Box–Muller_transform */
function normalsFrom(uniform: () => number): Random['normal'] {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** Wraps a source of uniform 32-bit words as a {@link Random}. */
function randomFrom(next32: () => number): Random {
  const uniform = () => ((next32() >>> 5) * 2 ** 26 + (next32() >>> 6)) / TWO_POW_53;
  const integer = integersFrom(next32);
  const shuffle = <T extends unknown[] | Int32Array | Float32Array>(array: T): T => {
    for (let i = array.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      const held = array[i];
      array[i] = array[j];
      array[j] = held as (typeof array)[number];
    }
    return array;
  };
  const permutation = (length: number) => shuffle(Int32Array.from({ length }, (_, i) => i));
  return { uniform, normal: normalsFrom(uniform), integer, shuffle, permutation };
}

function checkSeed(caller: string, seed: number): void {
  if (!Number.isSafeInteger(seed))
    throw new RangeError(
      `${caller}: expected a whole number as seed; got ${String(seed)}; use for example ${caller}(42).`,
    );
}

function unpredictableSeed(): number {
  return Math.floor(systemRandom() * TWO_POW_53);
}

const systemRandom = Math.random;
const LIBRARY_STREAM = 0;
const MATH_STREAM = 1;
const GENERATOR_STREAM = 2;

let libraryWords: Words = sfc32(unpredictableSeed(), LIBRARY_STREAM);

/**
 * Makes everything random repeat bit for bit from here on: initialization, shuffling, dropout, sampling,
 * and `Math.random`, from which TensorFlow.js draws.
 *
 * @param seed any whole number, 0 included.
 * @throws RangeError if `seed` is not a whole number.
 * @example
 * setSeed(42);
 * const first = Math.random();
 * setSeed(42);
 * Math.random() === first; // true
 */
export function setSeed(seed: number): void {
  checkSeed('setSeed', seed);
  libraryWords = sfc32(seed, LIBRARY_STREAM);
  Math.random = randomFrom(sfc32(seed, MATH_STREAM)).uniform;
}

/**
 * Remembers the state of everything that {@link setSeed} seeds.
 *
 * @returns puts it back: what is drawn next is what would have been drawn then.
 */
export function keepRandomState(): () => void {
  const words = libraryWords;
  const mathRandom = Math.random;
  return () => {
    libraryWords = words;
    Math.random = mathRandom;
  };
}

/**
 * Remembers the place in the library's stream.
 *
 * @returns goes back to it: what was drawn meanwhile is drawn again.
 */
export function markRandomState(): () => void {
  return libraryWords.mark();
}

/**
 * A generator with its own state. Without `seed` it starts from the library's stream, so it repeats
 * after {@link setSeed}.
 *
 * @param seed any whole number; the same seed gives the same numbers, whatever else is drawn meanwhile.
 * @returns a generator, see {@link Random}.
 * @throws RangeError if `seed` is not a whole number.
 * @example
 * const random = createRandom(7);
 * [...random.permutation(5)].sort(); // [ 0, 1, 2, 3, 4 ]
 */
export function createRandom(seed?: number): Random {
  if (seed !== undefined) checkSeed('createRandom', seed);
  return randomFrom(sfc32(seed ?? nextSeed(), GENERATOR_STREAM));
}

/**
 * A fresh seed, drawn from the library's stream.
 *
 * @returns a whole number in [0, 2³²).
 */
export function nextSeed(): number {
  return libraryWords();
}
