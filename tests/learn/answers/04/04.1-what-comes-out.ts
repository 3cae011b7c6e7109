/** Foreseen wrong answers to exercise 04.1, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'one-hot',
    answer: [
      [32, 50, 10000],
      [32, 50, 24],
      [32, 12],
      [32, 3],
    ],
  },
  {
    says: 'every word',
    answer: [
      [32, 16],
      [32, 24],
      [32, 12],
      [32, 3],
    ],
  },
  {
    says: 'all steps',
    answer: [
      [32, 50, 16],
      [32, 24],
      [32, 12],
      [32, 3],
    ],
  },
  {
    says: 'input is not',
    answer: [
      [32, 50, 16],
      [32, 50, 40],
      [32, 12],
      [32, 3],
    ],
  },
  {
    says: 'only its last state',
    answer: [
      [32, 50, 16],
      [32, 50, 24],
      [32, 50, 12],
      [32, 50, 3],
    ],
  },
  { says: '32 emails', answer: [[50, 16], [50, 24], [12], [3]] },
  {
    says: 'four shapes',
    answer: [
      [32, 50, 16],
      [32, 50, 24],
      [32, 12],
    ],
  },
];
