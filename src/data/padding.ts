/** Sequences of different lengths as one matrix. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { notice } from '../host/notice';
import { checkOptions } from '../host/options';
import { tf } from '../engine';

export interface PadOptions {
  /** Length of every row. Defaults to the longest sequence. */
  maxLength?: number;
  /** Where shorter sequences are filled. Defaults to 'pre', before the first value. */
  padding?: 'pre' | 'post';
  /** Where longer sequences are cut. Defaults to 'pre', which keeps the end. */
  truncating?: 'pre' | 'post';
  /** The value to fill with. Defaults to 0. Should be no token, so that padding can be told from text. */
  value?: number;
  /** Type of the result. Defaults to 'int32' if all values are whole numbers, to 'float32' otherwise. */
  dtype?: 'int32' | 'float32';
}

const OPTIONS = {
  maxLength: true,
  padding: true,
  truncating: true,
  value: true,
  dtype: true,
} satisfies Record<keyof PadOptions, true>;

const INT32_END = 2 ** 31;

/** Whether int32 holds a number as it is. */
export const isInt32 = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= -INT32_END && value < INT32_END;

function checkChoice<T extends string>(name: string, value: T, choices: readonly T[]): void {
  if (choices.includes(value)) return;
  throw new RangeError(
    `padSequences: expected ${name} to be ${choices.map((each) => `'${each}'`).join(' or ')}; ` +
      `got ${JSON.stringify(value)}; check the spelling.`,
  );
}

/** Position of the first value that `wrong` finds, if there is one. */
function findValue(
  sequences: readonly ArrayLike<number>[],
  wrong: (value: unknown) => boolean,
): { row: number; at: number; value: unknown } | undefined {
  for (const [row, sequence] of sequences.entries())
    for (let at = 0; at < sequence.length; at++)
      if (wrong(sequence[at])) return { row, at, value: sequence[at] };
  return undefined;
}

/** The type that holds all values: the one asked for, or the narrower that fits. */
function chooseType(
  sequences: readonly ArrayLike<number>[],
  fill: number,
  dtype: PadOptions['dtype'],
): 'int32' | 'float32' {
  const bad = findValue(sequences, (value) => !Number.isFinite(value));
  if (bad)
    throw new RangeError(
      `padSequences: expected finite numbers; got ${JSON.stringify(bad.value) ?? 'undefined'} in sequence ` +
        `${bad.row}, position ${bad.at}; drop or fill missing values first.`,
    );
  const isWhole = (value: unknown) => Number.isInteger(value);
  const fraction = findValue([[fill], ...sequences], (value) => !isWhole(value));
  if ((dtype ?? (fraction ? 'float32' : 'int32')) === 'float32') return 'float32';
  const outside = findValue([[fill], ...sequences], (value) => !isInt32(value));
  if (outside === undefined) return 'int32';
  const place = outside.row === 0 ? 'value' : `sequence ${outside.row - 1}, position ${outside.at}`;
  throw new RangeError(
    `padSequences: expected whole numbers that int32 can hold; got ${String(outside.value)} in ${place}; ` +
      "pass { dtype: 'float32' } for values that are no tokens.",
  );
}

/** Padding that is also a value cannot be told from it: no mask, no `ignoreIndex` can leave it out. */
function noticeCollision(sequences: readonly ArrayLike<number>[], steps: number): void {
  if (sequences.every((sequence) => sequence.length >= steps)) return;
  const found = findValue(sequences, (value) => value === 0);
  if (!found) return;
  notice(
    `padSequences: expected a padding value that no sequence holds; got 0, which is also in sequence ${found.row} at ` +
      `position ${found.at}; number the tokens from 1 (a tokenizer does with specialTokens: ['<pad>']), pad with ` +
      'another value, or say { value: 0 } if the two need not be told apart.',
  );
}

/**
 * Sequences of different lengths as one matrix.
 *
 * Axes: N sequences · T steps. Prints a notice if the padding 0 is also a value of a sequence and was not asked for.
 *
 * @param sequences N lists of numbers; they may be empty.
 * @param options   length, side, padding value and type.
 * @returns `[N, T]`, int32 for whole numbers, float32 for fractions. Caller disposes.
 * @throws RangeError if there are no sequences, no length to pad to, or a value is missing or does not fit the type.
 * @example
 * padSequences([[7, 8, 9], [5]], { padding: 'post' }); // [[7, 8, 9], [5, 0, 0]]
 * padSequences([[0.5], [1.5, 2.5]], { value: -1 }); // [[-1, 0.5], [1.5, 2.5]]
 */
export function padSequences(
  sequences: readonly ArrayLike<number>[],
  options: PadOptions = {},
): tf.Tensor2D {
  checkOptions('padSequences', options, OPTIONS);
  const { padding = 'pre', truncating = 'pre', value = 0, dtype } = options;
  checkChoice('padding', padding, ['pre', 'post']);
  checkChoice('truncating', truncating, ['pre', 'post']);
  if (sequences.length === 0)
    throw new RangeError(
      'padSequences: expected at least one sequence; got none; pass the encoded texts.',
    );
  const longest = sequences.reduce((most, sequence) => Math.max(most, sequence.length), 0);
  const steps = options.maxLength ?? longest;
  checkWholeNumber('padSequences', 'maxLength', steps, {
    remedy: 'leave it out for the length of the longest sequence, one of which must hold a value',
  });
  const type = chooseType(sequences, value, dtype);
  if (options.value === undefined) noticeCollision(sequences, steps);
  const size = sequences.length * steps;
  const values = (type === 'int32' ? new Int32Array(size) : new Float32Array(size)).fill(value);
  for (const [row, sequence] of sequences.entries()) {
    const kept = Math.min(sequence.length, steps);
    const from = truncating === 'pre' ? sequence.length - kept : 0;
    const to = row * steps + (padding === 'pre' ? steps - kept : 0);
    for (let at = 0; at < kept; at++) values[to + at] = itemAt(sequence, from + at);
  }
  return tf.tensor2d(values, [sequences.length, steps], type);
}
