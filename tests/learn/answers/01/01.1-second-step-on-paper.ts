/** Foreseen wrong answers to exercise 01.1, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'along the gradient', answer: [1.055, 0.495] },
  { says: 'factor 2', answer: [1.3475, 0.6525] },
  { says: 'divide by the number of rides', answer: [2.03, 1.02] },
  { says: 'the gradient itself', answer: [-1.95, -1.05] },
  { says: 'the bottom of the bowl', answer: [1.4, 0.9] },
  { says: 'must be an array', answer: 1.445 },
  { says: 'must hold 2 numbers', answer: [1.445] },
];
