/** Sequences as tensors: padding to one length, windows over time series, windows over text. */
import { itemAt } from '../host/item-at';
import { createRandom, tf } from '../engine';

export interface PadOptions {
  /** Length of every row. Defaults to the longest sequence. */
  maxLength?: number;
  /** Where shorter sequences are filled. Defaults to 'pre', before the first value. */
  padding?: 'pre' | 'post';
  /** Where longer sequences are cut. Defaults to 'pre', which keeps the end. */
  truncating?: 'pre' | 'post';
  /** The value to fill with. Defaults to 0. */
  value?: number;
}

/**
 * Sequences of different lengths as one matrix.
 *
 * Axes: N sequences · T steps.
 *
 * @param sequences N lists of whole numbers; they may be empty.
 * @returns `[N, T]` int32. Caller disposes.
 * @throws RangeError if there are no sequences, or no length to pad to.
 */
export function padSequences(
  sequences: readonly ArrayLike<number>[],
  { maxLength, padding = 'pre', truncating = 'pre', value = 0 }: PadOptions = {},
): tf.Tensor2D {
  const longest = sequences.reduce((most, sequence) => Math.max(most, sequence.length), 0);
  const steps = maxLength ?? longest;
  if (sequences.length === 0 || !Number.isInteger(steps) || steps < 1)
    throw new RangeError(
      `padSequences: expected at least one sequence and a whole maxLength ≥ 1; got ${sequences.length} ` +
        `sequences and ${steps}; pass the encoded texts.`,
    );
  const values = new Int32Array(sequences.length * steps).fill(value);
  sequences.forEach((sequence, row) => {
    const kept = Math.min(sequence.length, steps);
    const from = truncating === 'pre' ? sequence.length - kept : 0;
    const to = row * steps + (padding === 'pre' ? steps - kept : 0);
    for (let at = 0; at < kept; at++) values[to + at] = itemAt(sequence, from + at);
  });
  return tf.tensor2d(values, [sequences.length, steps], 'int32');
}

export interface WindowOptions {
  /** Steps seen, T. */
  inputSteps: number;
  /** Steps to predict, H. Defaults to 1. */
  horizon?: number;
  /** Steps between the starts of neighboring windows. Defaults to 1. */
  stride?: number;
  /** Feature to predict when the series has several. Defaults to 0, the first. */
  target?: number;
}

/**
 * Windows over a time series: what was seen and what came next.
 *
 * Axes: N windows · T input steps · H steps to predict · D features. Split the series in time before
 * cutting windows: windows that straddle a split leak the future.
 *
 * @param series S values, or S rows of D features, in order.
 * @returns `x` `[N, T, D]` float32, `y` `[N, H]` float32, where N = ⌊(S − T − H) / stride⌋ + 1. Caller disposes.
 * @throws RangeError if the series is shorter than one window or the target is no feature.
 */
export function timeWindows(
  series: readonly number[] | readonly (readonly number[])[],
  { inputSteps, horizon = 1, stride = 1, target = 0 }: WindowOptions,
): { x: tf.Tensor3D; y: tf.Tensor2D } {
  checkCounts('timeWindows', { inputSteps, horizon, stride });
  const rows = series.map((row) => (typeof row === 'number' ? [row] : row));
  const features = rows[0]?.length ?? 0;
  if (rows.length < inputSteps + horizon)
    throw new RangeError(
      `timeWindows: expected at least inputSteps + horizon = ${inputSteps + horizon} steps; got ${rows.length}; ` +
        'choose shorter windows.',
    );
  if (!Number.isInteger(target) || target < 0 || target >= features)
    throw new RangeError(
      `timeWindows: expected target in [0, ${features}); got ${target}; it counts the features from 0.`,
    );
  const ragged = rows.findIndex((row) => row.length !== features);
  if (ragged >= 0)
    throw new RangeError(
      `timeWindows: expected ${features} features in each step; got ${rows[ragged]?.length} in step ${ragged}; ` +
        'give every step the same features.',
    );
  const count = Math.floor((rows.length - inputSteps - horizon) / stride) + 1;
  const starts = Array.from({ length: count }, (_, window) => window * stride);
  const x = starts.flatMap((start) => rows.slice(start, start + inputSteps).flat());
  const y = starts.flatMap((start) =>
    rows.slice(start + inputSteps, start + inputSteps + horizon).map((row) => itemAt(row, target)),
  );
  return { x: tf.tensor3d(x, [count, inputSteps, features]), y: tf.tensor2d(y, [count, horizon]) };
}

function checkCounts(caller: string, counts: Record<string, number>): void {
  for (const [name, count] of Object.entries(counts))
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(
        `${caller}: expected ${name} to be a whole number ≥ 1; got ${count}; for example 1.`,
      );
}

/** Pairs `[N, T]` from the tokens after each start: the input, and the same moved on by one. */
function pairs(tokens: ArrayLike<number>, starts: ArrayLike<number>, length: number) {
  const x = new Int32Array(starts.length * length);
  const y = new Int32Array(starts.length * length);
  for (let row = 0; row < starts.length; row++)
    for (let at = 0; at < length; at++) {
      const position = itemAt(starts, row) + at;
      x[row * length + at] = itemAt(tokens, position);
      y[row * length + at] = itemAt(tokens, position + 1);
    }
  const shape: [number, number] = [starts.length, length];
  return { x: tf.tensor2d(x, shape, 'int32'), y: tf.tensor2d(y, shape, 'int32') };
}

function checkTokens(caller: string, tokens: ArrayLike<number>, length: number): void {
  if (tokens.length < length + 1)
    throw new RangeError(
      `${caller}: expected at least length + 1 = ${length + 1} tokens; got ${tokens.length}; ` +
        'choose a shorter length or a longer text.',
    );
}

/**
 * Cuts a text into windows for a language model: `y` is `x` moved on by one token.
 *
 * @param tokens S token numbers.
 * @param options.length T, tokens in a window.
 * @param options.stride tokens between the starts of windows. Defaults to `length`: no overlap.
 * @returns `x` and `y` `[N, T]` int32, where N = ⌊(S − T − 1) / stride⌋ + 1. Caller disposes.
 * @throws RangeError if there are fewer than T + 1 tokens.
 */
export function languageModelWindows(
  tokens: ArrayLike<number>,
  { length, stride = length }: { length: number; stride?: number },
): { x: tf.Tensor2D; y: tf.Tensor2D } {
  checkCounts('languageModelWindows', { length, stride });
  checkTokens('languageModelWindows', tokens, length);
  const count = Math.floor((tokens.length - length - 1) / stride) + 1;
  return pairs(
    tokens,
    Int32Array.from({ length: count }, (_, window) => window * stride),
    length,
  );
}

/**
 * Windows from random places of a text, as training a language model draws them; they may overlap.
 *
 * @param tokens S token numbers.
 * @param options.length T, tokens in a window.
 * @param options.count N, number of windows.
 * @param options.seed defaults to the next one of the library's stream, see `setSeed`.
 * @returns `x` and `y` `[N, T]` int32, `y` moved on by one token. Caller disposes.
 * @throws RangeError if there are fewer than T + 1 tokens.
 */
export function sampleWindows(
  tokens: ArrayLike<number>,
  { length, count, seed }: { length: number; count: number; seed?: number },
): { x: tf.Tensor2D; y: tf.Tensor2D } {
  checkCounts('sampleWindows', { length, count });
  checkTokens('sampleWindows', tokens, length);
  const random = createRandom(seed);
  const starts = Int32Array.from({ length: count }, () => random.integer(tokens.length - length));
  return pairs(tokens, starts, length);
}
