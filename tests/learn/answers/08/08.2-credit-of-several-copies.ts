/** Foreseen wrong answers to exercise 08.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'share of the slope', answer: [1 / 2, 1 / 3, 1 / 5] },
  { says: 'still carry their part', answer: [1, 1, 1] },
  { says: 'One column, not all', answer: [1, 2 / 3, 2 / 5] },
];
