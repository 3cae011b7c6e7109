/** Foreseen wrong answers to exercise 01.2, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'squared unit', answer: [9 * 0.425, 3 * 0.425, 0.85] },
  { says: 'the root of the MSE', answer: [9 * 0.425 ** 2, 9 * 0.425, 0.85] },
  { says: 'has no unit', answer: [9 * 0.425 ** 2, 3 * 0.425, 0.85 * 0.425] },
  { says: 'must hold 3 numbers', answer: [1.625625] },
];
