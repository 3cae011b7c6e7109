/** Foreseen wrong answers to exercise 05b.4, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'percent, not a share', answer: 0.61 },
  { says: 'in your training data', answer: 98 },
  { says: 'table of seven letters', answer: 45 },
  { says: 'Not yet above', answer: 57 },
];
