/** Foreseen wrong answers to exercise 03.10, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'none has been tied', answer: (n: number, k: number) => n * k },
  { says: 'Shifts can be repeated', answer: (_n: number, k: number, s: number) => k * s },
  { says: 'more than the task demands', answer: (_n: number, k: number) => k },
  { says: 'number', answer: () => 'k · gcd(n, s)' },
];
