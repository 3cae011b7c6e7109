/** Foreseen wrong answers to exercise 12.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'share of *pairs*', answer: [0.32, 0.992, 0.5] },
  { says: 'three others are left', answer: [0.8, 0.9984, 0.5] },
  { says: 'At least one', answer: [0.8, 0.512, 0.5] },
];
