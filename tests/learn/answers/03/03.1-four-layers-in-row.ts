/** Foreseen wrong answers to exercise 03.1, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'zeros on both sides', answer: [28, 13, 7, 3] },
  { says: 'on both sides', answer: [30, 14, 6, 3] },
  { says: 'add 1', answer: [31, 14, 6, 2] },
  { says: 'round down', answer: [32, 16, 8, 4] },
  { says: 'stride', answer: [32, 15, 15, 7] },
  { says: 'must hold 4 numbers', answer: [32, 15, 8] },
];
