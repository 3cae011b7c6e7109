/** Foreseen wrong answers to exercise 10b.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'not the best one', answer: [9, 5.76, 1.44, 1.44] },
  { says: 'second moments', answer: [6, 6.4, 2.08, 0.64] },
  { says: 'The order is', answer: [6, 0, 1.44, 5.76] },
];
