/** Windows over time series and over texts. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { createRandom, tf } from '../engine';
import { isInt32 } from './padding';
import { noticeLoss } from './precision';

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

const WINDOW_OPTIONS = {
  inputSteps: true,
  horizon: true,
  stride: true,
  target: true,
} satisfies Record<keyof WindowOptions, true>;

function checkCounts(caller: string, counts: Record<string, number>): void {
  for (const [name, count] of Object.entries(counts)) checkWholeNumber(caller, name, count);
}

/** A series as rows of as many features each, all of them numbers. */
function seriesRows(series: readonly (number | readonly number[])[]): (readonly number[])[] {
  const rows = series.map((row) => (Array.isArray(row) ? row : [row]) as readonly number[]);
  const features = rows[0]?.length ?? 0;
  for (const [step, row] of rows.entries()) {
    if (row.length !== features)
      throw new RangeError(
        `timeWindows: expected ${features} features in each step; got ${row.length} in step ${step}; ` +
          'give every step the same features.',
      );
    const bad = row.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new RangeError(
        `timeWindows: expected finite numbers; got ${String(row[bad])} in step ${step}, feature ${bad}; ` +
          'drop or fill missing values first.',
      );
  }
  return rows;
}

function noticeLostFeatures(rows: (readonly number[])[]): void {
  for (const feature of (rows[0] ?? []).keys())
    noticeLoss(
      'timeWindows',
      feature,
      rows.map((row) => itemAt(row, feature)),
      {
        remedy: 'scale the series first: standardScaler(series).transform(series)',
      },
    );
}

/**
 * Windows over a time series: what was seen and what came next.
 *
 * Axes: N windows · T input steps · H steps to predict · D features. Split the series in time before
 * cutting windows: windows that straddle a split leak the future.
 *
 * @param series  S values, or S rows of D features, in order.
 * @param options lengths T and H, stride, and the feature to predict.
 * @returns `x` `[N, T, D]` float32, `y` `[N, H]` float32, where N = ⌊(S − T − H) / stride⌋ + 1. Caller disposes.
 * @throws RangeError if the series is shorter than one window, a value is missing, or the target is no feature.
 * @example
 * const { x, y } = timeWindows([0, 1, 2, 3, 4], { inputSteps: 3, stride: 1 });
 * x; // [[[0], [1], [2]], [[1], [2], [3]]]
 * y; // [[3], [4]]
 */
export function timeWindows(
  series: readonly number[] | readonly (readonly number[])[],
  options: WindowOptions,
): { x: tf.Tensor3D; y: tf.Tensor2D } {
  checkOptions('timeWindows', options, WINDOW_OPTIONS);
  const { inputSteps, horizon = 1, stride = 1, target = 0 } = options;
  checkCounts('timeWindows', { inputSteps, horizon, stride });
  if (series.length < inputSteps + horizon)
    throw new RangeError(
      `timeWindows: expected at least inputSteps + horizon = ${inputSteps + horizon} steps; got ${series.length}; ` +
        'choose shorter windows.',
    );
  const rows = seriesRows(series);
  const features = rows[0]?.length ?? 0;
  if (!Number.isInteger(target) || target < 0 || target >= features)
    throw new RangeError(
      `timeWindows: expected target in [0, ${features}); got ${target}; it counts the features from 0.`,
    );
  noticeLostFeatures(rows);
  const count = Math.floor((rows.length - inputSteps - horizon) / stride) + 1;
  const starts = Array.from({ length: count }, (_, window) => window * stride);
  const x = starts.flatMap((start) => rows.slice(start, start + inputSteps).flat());
  const y = starts.flatMap((start) =>
    rows.slice(start + inputSteps, start + inputSteps + horizon).map((row) => itemAt(row, target)),
  );
  return { x: tf.tensor3d(x, [count, inputSteps, features]), y: tf.tensor2d(y, [count, horizon]) };
}

/** Pairs `[N, T]` from the tokens after each start: the input, and the same moved on by one. */
function pairs(
  caller: string,
  tokens: ArrayLike<number>,
  starts: ArrayLike<number>,
  length: number,
): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const x = new Int32Array(starts.length * length);
  const y = new Int32Array(starts.length * length);
  const tokenAt = (position: number): number => {
    const token = tokens[position];
    if (token !== undefined && isInt32(token)) return token;
    throw new RangeError(
      `${caller}: expected whole token numbers; got ${JSON.stringify(token) ?? 'undefined'} at position ${position}; ` +
        'encode the text with a tokenizer; for a series of measurements use timeWindows.',
    );
  };
  for (let row = 0; row < starts.length; row++)
    for (let at = 0; at < length; at++) {
      const position = itemAt(starts, row) + at;
      x[row * length + at] = tokenAt(position);
      y[row * length + at] = tokenAt(position + 1);
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
 * Cuts a text into windows for a language model: `y` is `x` moved on by one token. Nothing is padded: tokens at the
 * end that fill no window are left out.
 *
 * Axes: N windows · T tokens.
 *
 * @param tokens S token numbers.
 * @param options.length T, tokens in a window.
 * @param options.stride tokens between the starts of windows. Defaults to `length`: no overlap.
 * @returns `x` and `y` `[N, T]` int32, where N = ⌊(S − T − 1) / stride⌋ + 1. Caller disposes.
 * @throws RangeError if there are fewer than T + 1 tokens, or one is no whole number.
 * @example
 * const { x, y } = languageModelWindows([5, 6, 7, 8, 9], { length: 2 });
 * x; // [[5, 6], [7, 8]]
 * y; // [[6, 7], [8, 9]]
 */
export function languageModelWindows(
  tokens: ArrayLike<number>,
  options: { length: number; stride?: number },
): { x: tf.Tensor2D; y: tf.Tensor2D } {
  checkOptions('languageModelWindows', options, ['length', 'stride']);
  const { length, stride = length } = options;
  checkCounts('languageModelWindows', { length, stride });
  checkTokens('languageModelWindows', tokens, length);
  const count = Math.floor((tokens.length - length - 1) / stride) + 1;
  const starts = Int32Array.from({ length: count }, (_, window) => window * stride);
  return pairs('languageModelWindows', tokens, starts, length);
}

/**
 * Windows from random places of a text, as training a language model draws them; they may overlap.
 *
 * Axes: N windows · T tokens.
 *
 * @param tokens S token numbers.
 * @param options.length T, tokens in a window.
 * @param options.count N, number of windows.
 * @param options.seed defaults to the next one of the library's stream, see `setSeed`.
 * @returns `x` and `y` `[N, T]` int32, `y` moved on by one token. Caller disposes.
 * @throws RangeError if there are fewer than T + 1 tokens, or one is no whole number.
 * @example
 * const { x, y } = sampleWindows([5, 6, 7], { length: 2, count: 1, seed: 0 });
 * x; // [[5, 6]]
 * y; // [[6, 7]]
 */
export function sampleWindows(
  tokens: ArrayLike<number>,
  options: { length: number; count: number; seed?: number },
): { x: tf.Tensor2D; y: tf.Tensor2D } {
  checkOptions('sampleWindows', options, ['length', 'count', 'seed']);
  const { length, count, seed } = options;
  checkCounts('sampleWindows', { length, count });
  checkTokens('sampleWindows', tokens, length);
  const random = createRandom(seed);
  const starts = Int32Array.from({ length: count }, () => random.integer(tokens.length - length));
  return pairs('sampleWindows', tokens, starts, length);
}
