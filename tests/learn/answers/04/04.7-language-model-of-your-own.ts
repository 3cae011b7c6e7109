/** Foreseen wrong answers to exercise 04.7, each with a part of what the check must say. */
import { loadNames, tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const setup = 'const names = await loadNames();';

const SYMBOLS = '.abcdefghijklmnopqrstuvwxyz';

interface Counting {
  /** Letters of context. */
  length?: number;
  /** Added to each count. */
  alpha?: number;
  /** Learns from the validation names as well. */
  peeks?: boolean;
  /** What becomes of a row of counts and its sum. */
  row?: (counts: number[], total: number) => number[];
}

/** Counts of letters after contexts of a fixed length, as a learner might write them. */
async function counting({
  length = 3,
  alpha = 0.1,
  peeks = false,
  row = (counts, total) => counts.map((count) => (count + alpha) / (total + 27 * alpha)),
}: Counting = {}) {
  const names = await loadNames();
  const counts = new Map<string, number[]>();
  const rowOf = (prefix: string) => {
    const context = ('.'.repeat(length) + prefix).slice(-length);
    const found = counts.get(context) ?? new Array<number>(27).fill(0);
    counts.set(context, found);
    return found;
  };
  for (const name of [...names.train, ...(peeks ? names.validation : [])])
    [...name, '.'].forEach((letter, i) => rowOf(name.slice(0, i))[SYMBOLS.indexOf(letter)]++);
  return function nextLetters(prefixes: string[]): number[][] {
    return prefixes.map((prefix) => {
      const found = rowOf(prefix);
      return row(
        found,
        found.reduce((sum, count) => sum + count, 0),
      );
    });
  };
}

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'more than one or two letters', make: () => counting({ length: 1 }) },
  { says: 'more than one or two letters', make: () => counting({ length: 2 }) },
  { says: '0 divided by 0', make: () => counting({ alpha: 0 }) },
  {
    says: 'probability 0',
    make: () =>
      counting({
        row: (counts, total) => counts.map((count) => (total === 0 ? 1 / 27 : count / total)),
      }),
  },
  { says: 'smooth less', make: () => counting({ alpha: 1 }) },
  { says: 'average their probabilities', make: () => counting() },
  { says: 'too good', make: () => counting({ peeks: true, alpha: 0.01 }) },
  {
    says: 'add up to 1',
    make: () => counting({ row: (counts) => counts.map((count) => count + 0.1) }),
  },
  {
    says: '27 are wanted',
    make: () =>
      counting({
        row: (counts, total) => counts.slice(1).map((count) => (count + 0.1) / (total + 2.6)),
      }),
  },
  {
    says: 'as bad as guessing',
    answer: function nextLetters(prefixes: string[]): number[][] {
      return prefixes.map(() => new Array(27).fill(1 / 27));
    },
  },
  {
    says: 'returns a tensor',
    answer: function nextLetters(prefixes: string[]): tf.Tensor {
      return tf.fill([prefixes.length, 27], 1 / 27);
    },
  },
];
