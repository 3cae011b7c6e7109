/** Foreseen wrong answers to exercise 90.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'the transpose',
    answer: (x: number[][], delta: number[][]) =>
      (delta[0] ?? []).map((_, u) =>
        (x[0] ?? []).map((_, d) =>
          x.reduce((sum, row, n) => sum + (row[d] ?? 0) * (delta[n]?.[u] ?? 0), 0),
        ),
      ),
  },
  {
    says: 'the mean over the examples',
    answer: (x: number[][], delta: number[][]) =>
      (x[0] ?? []).map((_, d) =>
        (delta[0] ?? []).map(
          (_, u) =>
            x.reduce((sum, row, n) => sum + (row[d] ?? 0) * (delta[n]?.[u] ?? 0), 0) / x.length,
        ),
      ),
  },
  { says: 'must be [2, 5]', answer: (x: number[][]) => x },
  {
    says: 'The gradient',
    answer: (x: number[][], delta: number[][]) =>
      (x[0] ?? []).map(() => (delta[0] ?? []).map(() => 1)),
  },
];
