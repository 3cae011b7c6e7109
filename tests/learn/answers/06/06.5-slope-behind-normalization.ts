/** Foreseen wrong answers to exercise 06.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'it depends on every',
    answer: (x: number[], s: number[]) => s.map((value) => value / Math.hypot(...x)),
  },
  {
    says: 'The division by the length is missing',
    answer: (x: number[], s: number[]) => {
      const r = Math.hypot(...x);
      const along = x.reduce((sum, value, i) => sum + (value / r) * (s[i] ?? 0), 0);
      return s.map((value, j) => value - (along * (x[j] ?? 0)) / r);
    },
  },
  { says: 'unchanged', answer: (_: number[], s: number[]) => s },
];
