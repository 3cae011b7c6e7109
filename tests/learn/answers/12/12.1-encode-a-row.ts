/** Foreseen wrong answers to exercise 12.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'deviation with', answer: [Math.sqrt(1.5), 0, 1, 1, 0, 0, 20] },
  { says: 'power was missing', answer: [Math.SQRT2, 0, 0, 1, 0, 0, 20] },
  { says: 'alphabetical order', answer: [Math.SQRT2, 0, 1, 0, 0, 1, 20] },
  { says: 'not by the variance', answer: [1, 0, 1, 1, 0, 0, 20] },
];
