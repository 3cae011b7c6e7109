/** Foreseen wrong answers to exercise 05.1, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'square root of $d$ is missing',
    answer: { weights: [0.867, 0.016, 0.117], output: [1.101, 0.298] },
  },
  { says: 'by $d$ itself', answer: { weights: [0.506, 0.186, 0.307], output: [1.121, 1.36] } },
  { says: 'the softmax is missing', answer: { weights: [2, 0, 1], output: [4, 2] } },
  {
    says: 'divided the scores by their sum',
    answer: { weights: [0.667, 0, 0.333], output: [1.333, 0.667] },
  },
  { says: 'plain mean', answer: { weights: [0.665, 0.09, 0.245], output: [1, 2] } },
  { says: 'with the scores', answer: { weights: [0.665, 0.09, 0.245], output: [4, 2] } },
  { says: 'the likeliest value only', answer: { weights: [0.665, 0.09, 0.245], output: [1, 0] } },
  {
    says: 'must hold 2 numbers',
    answer: { weights: [0.665, 0.09, 0.245], output: [0.665, 1.425, 1.485, 0.335] },
  },
  { says: 'an object with `weights`, `output`', answer: [0.665, 0.09, 0.245] },
];
