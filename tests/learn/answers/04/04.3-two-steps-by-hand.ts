/** Foreseen wrong answers to exercise 04.3, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'column',
    answer: [
      [0.762, 0],
      [-0.551, 0.234],
    ],
  },
  {
    says: 'tanh',
    answer: [
      [1, 0],
      [-0.5, 2],
    ],
  },
  {
    says: 'does not remember',
    answer: [
      [0.762, 0],
      [-0.762, 0.762],
    ],
  },
  {
    says: 'bias',
    answer: [
      [0.762, -0.462],
      [-0.156, 0.852],
    ],
  },
  {
    says: 'second tanh',
    answer: [
      [0.762, 0],
      [-0.619, 1.762],
    ],
  },
  { says: 'shape is [4]', answer: [0.762, 0, -0.551, 0.943] },
];
