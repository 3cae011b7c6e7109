/** Foreseen wrong answers to exercise 09b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'square root of', answer: [0.36, 0.64] },
  { says: 'standard deviation of the noise', answer: [0.6, 0.8] },
  { says: 'shrunk by later ones', answer: [0.6, 0.85] },
  { says: 'You multiplied the', answer: [Math.sqrt(0.02), 0.98] },
  { says: 'must hold 2 numbers', answer: [0.6] },
];
