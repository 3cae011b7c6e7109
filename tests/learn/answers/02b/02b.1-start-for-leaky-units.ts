/** Foreseen wrong answers to exercise 02b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'That is the variance', answer: (n: number, a: number) => 2 / (n * (1 + a * a)) },
  { says: 'negative half', answer: (n: number) => Math.sqrt(2 / n) },
  { says: 'enters squared', answer: (n: number, a: number) => Math.sqrt(2 / (n * (1 + a))) },
  { says: 'one half', answer: (n: number, a: number) => Math.sqrt(1 / (n * (1 + a * a))) },
];
