/** Foreseen wrong answers to exercise 10.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const COUNTS = [1, 4, 16];

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'without shrinkage', answer: [0.8, 0.8, 0.8] },
  { says: 'Multiply by 0.8', answer: COUNTS.map((n) => n / (n + 4)) },
  { says: 'noise over signal', answer: COUNTS.map((n) => (0.8 * n) / (n + 0.25)) },
  { says: 'gives variances', answer: COUNTS.map((n) => (0.8 * n) / (n + 2)) },
];
