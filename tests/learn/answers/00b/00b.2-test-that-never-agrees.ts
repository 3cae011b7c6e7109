/** Foreseen wrong answers to exercise 00b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type F = (x: number) => number;

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'the same float32 number',
    answer: (f: F, x: number) => ((f(x + 1e-10) - f(x)) / 2) * 1e-10,
  },
  {
    says: 'the same float32 number',
    answer: (f: F, x: number) => (f(x + 1e-10) - f(x - 1e-10)) / 2e-10,
  },
  { says: 'half of what it should be', answer: (f: F, x: number) => (f(x + 0.01) - f(x)) / 0.02 },
  {
    says: 'twice what it should be',
    answer: (f: F, x: number) => (f(x + 0.01) - f(x - 0.01)) / 0.01,
  },
  {
    says: 'Use parentheses',
    answer: (f: F, x: number) => ((f(x + 0.01) - f(x - 0.01)) / 2) * 0.01,
  },
  { says: 'one step to *each* side', answer: (f: F, x: number) => (f(x + 0.01) - f(x)) / 0.01 },
  {
    says: 'so small that rounding',
    answer: (f: F, x: number) => (f(x + 3e-7) - f(x - 3e-7)) / 6e-7,
  },
];
