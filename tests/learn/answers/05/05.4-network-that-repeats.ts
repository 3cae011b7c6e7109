/** Foreseen wrong answers to exercise 05.4, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'squared length', answer: [0.0256, 0.16, 3.6] },
  { says: 'only one of the two', answer: [64, 0.16, 3.6] },
  { says: 'the length of the vector', answer: [0.16, 0.16, 3.6] },
  { says: 'the variance', answer: [1.28, 0.0256, 3.6] },
  { says: 'variances add', answer: [1.28, 1.28, 3.6] },
  { says: 'adds 64 products', answer: [1.28, 0.02, 3.6] },
  { says: 'What does the softmax make', answer: [1.28, 0.16, 1.28] },
  { says: 'no ratio of probabilities', answer: [1.28, 0.16, 8] },
  { says: 'something else', answer: [5, 0.16, 3.6] },
];
