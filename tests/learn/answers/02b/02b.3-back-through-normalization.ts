/** Foreseen wrong answers to exercise 02b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const along = (zHat: number[], d: number[]) => mean(zHat.map((z, i) => z * d[i]));

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'direct path',
    answer: (_: number[], q: number, d: number[]) => d.map((each) => each / q),
  },
  {
    says: 'no mean is subtracted',
    answer: (zHat: number[], q: number, d: number[]) =>
      zHat.map((z, i) => (d[i] - mean(d) - z * along(zHat, d)) / q),
  },
  {
    says: 'not a sum',
    answer: (zHat: number[], q: number, d: number[]) =>
      zHat.map((z, i) => (d[i] - z * along(zHat, d) * d.length) / q),
  },
  {
    says: 'sign of the second path',
    answer: (zHat: number[], q: number, d: number[]) =>
      zHat.map((z, i) => (d[i] + z * along(zHat, d)) / q),
  },
];
