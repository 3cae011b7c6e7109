/** Foreseen wrong answers to exercise 03b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'must be 1', answer: [3, 0] },
  { says: 'must be 1', answer: [3, -3] },
  { says: 'must give 4 pixels', answer: [2, -1] },
  { says: 'must hold 2 numbers', answer: [3] },
];
