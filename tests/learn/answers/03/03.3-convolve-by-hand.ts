/** Foreseen wrong answers to exercise 03.3, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'ReLU',
    answer: [
      [-3, -2],
      [3, 2],
    ],
  },
  {
    says: 'bias',
    answer: [
      [0, 1],
      [6, 5],
    ],
  },
  {
    says: 'flipped',
    answer: [
      [1, 0],
      [0, 0],
    ],
  },
  {
    says: 'rows and columns',
    answer: [
      [0, 3],
      [0, 2],
    ],
  },
  { says: 'shape is [4]', answer: [0, 0, 3, 2] },
];
