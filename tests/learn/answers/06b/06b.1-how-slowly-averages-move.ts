/** Foreseen wrong answers to exercise 06b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'of the *old* value',
    answer: (a: number, s: number, m: number, n: number) => a + (s - a) * m ** n,
  },
  {
    says: 'that *stays*',
    answer: (a: number, s: number, m: number, n: number) => s + (a - s) * (1 - m) ** n,
  },
];
