/** Foreseen wrong answers to exercise 02.1, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'sign is reversed', answer: [1.2, 2.4, 1.2] },
  { says: 'factor 2', answer: [-0.6, -1.2, -0.6] },
  { says: 'the first gradient', answer: [-3, -6, -3] },
  { says: 'times its own input', answer: [-1.2, -1.2, -1.2] },
  { says: 'by the weight', answer: [-0.78, -1.56, -1.2] },
  { says: 'took the step', answer: [0.71, 1.42, -0.79] },
  { says: 'must hold 3 numbers', answer: [-1.2, -2.4] },
];
