/**
 * Random numbers inside a step of a repeated computation: different at every step, the same again after
 * `setSeed`, and the same whether the step runs eagerly or traced into a graph.
 *
 * A step draws two 32-bit words from the library's stream; in a graph they are an input. Every random
 * operation of the step derives its own seed from them by its position in the step.
 */
import { tf } from './tensorflow';
import { nextSeed } from './random';

/** Which rows (axis 0) are being computed, when a step splits its rows over several cores. */
export interface Part {
  /** First row of the part. */
  begin: number;
  /** Rows in the part. */
  size: number;
  /** Rows in the whole. */
  total: number;
}

interface StepScope {
  /** `[2]` int32: the step's words. */
  seed: tf.Tensor1D;
  /** Random operations met so far in this step, or in this part of it. */
  position: number;
  part: Part | undefined;
}

let scope: StepScope | undefined;

// 2³² divided by the golden ratio: positions 0, 1, 2 … land far apart.
const POSITION_STRIDE = 0x9e3779b9;

/**
 * Two fresh words for one step, drawn from the library's stream.
 *
 * @returns 2 numbers, for {@link withStepSeed} as a tensor `[2]` int32.
 */
export function drawStepWords(): Int32Array {
  return Int32Array.of(nextSeed() | 0, nextSeed() | 0);
}

/** Whether code runs inside a step, where random operations must be stateless. */
export function insideStep(): boolean {
  return scope !== undefined;
}

/**
 * Runs `body` as one step whose randomness all comes from one seed.
 *
 * @param seed `[2]` int32; stays the caller's
 * @returns what `body` returns.
 */
export function withStepSeed<T>(seed: tf.Tensor1D, body: () => T): T {
  const outer = scope;
  scope = { seed, position: 0, part: undefined };
  try {
    return body();
  } finally {
    scope = outer;
  }
}

/**
 * Opens one part of the step: it sees its rows of the random numbers that the whole would draw.
 *
 * @returns runs a function as the next piece of the work on this part.
 */
export function partScope(part: Part): <T>(body: () => T) => T {
  const inner = scope && { seed: scope.seed, position: 0, part };
  return (body) => {
    const outer = scope;
    scope = inner;
    try {
      return body();
    } finally {
      scope = outer;
    }
  };
}

/**
 * Seed for the next random operation.
 *
 * Inside a step it follows from the step's words and the operation's position (and from `salt`,
 * a layer's own seed); elsewhere it is drawn from the library's stream. Feed it to a stateless operation.
 *
 * @param salt a layer's own seed, if it has one
 * @returns `[2]` int32; caller disposes.
 */
export function statelessSeed(salt = 0): tf.Tensor1D {
  if (!scope) return tf.tensor1d([nextSeed() | 0, (nextSeed() ^ salt) | 0], 'int32');
  const offset = Math.imul(++scope.position, POSITION_STRIDE) ^ Math.imul(salt, 0x85ebca6b);
  const { seed } = scope;
  return tf.tidy(() => seed.add(tf.tensor1d([salt | 0, offset], 'int32')));
}

/**
 * Draws with `draw` as many random numbers as all rows need and returns those of this part.
 *
 * Where axis 0 does not count the rows that were split (time first, or no such axis) the numbers are still
 * random and repeatable, only not those that the whole would see.
 *
 * @param shape of the wanted tensor
 * @param draw makes a random tensor of a given shape from a seed, `[2]` int32
 * @param salt a layer's own seed, if it has one
 * @returns a tensor of that shape; caller disposes.
 */
export function drawForPart(
  shape: number[],
  draw: (shape: number[], seed: tf.Tensor1D) => tf.Tensor,
  salt = 0,
): tf.Tensor {
  return tf.tidy(() => {
    const seed = statelessSeed(salt);
    const part = scope?.part;
    const rows = shape[0];
    if (!part || rows === undefined) return draw(shape, seed);
    const perExample = rows / part.size;
    if (!Number.isInteger(perExample)) return draw(shape, seed);
    const whole = draw([perExample * part.total, ...shape.slice(1)], seed);
    return tf.slice(whole, [perExample * part.begin], [rows]);
  });
}
