/** Foreseen wrong answers to exercise 05.3, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'standard deviation', answer: [4, 1, 2981, 7.39] },
  { says: 'one term', answer: [1, 1, 2981, 7.39] },
  { says: 'by $d$', answer: [16, 0.25, 2981, 7.39] },
  { says: 'before the division', answer: [16, 4, 2981, 7.39] },
  { says: 'lie 8 apart', answer: [16, 1, 54.6, 2.72] },
  { says: 'exponential', answer: [16, 1, 8, 2] },
  { says: 'standard deviation is 4', answer: [16, 1, Math.exp(32), 7.39] },
  { says: 'lie 2 apart', answer: [16, 1, 2981, 2.72] },
  { says: 'changes the ratio', answer: [16, 1, 2981, 2981] },
];
