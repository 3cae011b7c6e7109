/** Foreseen wrong answers to exercise 10b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'without the discount', answer: [10, 10, 8, 8] },
  { says: 'reversed', answer: [8, 4, 4, 2] },
  { says: 'must hold 4 numbers', answer: [2, 4] },
];
