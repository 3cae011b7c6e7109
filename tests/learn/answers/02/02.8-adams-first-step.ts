/** Foreseen wrong answers to exercise 02.8, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'mind the sign', answer: [1, 3.162] },
  { says: 'exchanged', answer: [-3.162, -1] },
  { says: 'The root is missing', answer: [-1, -100] },
  { says: 'the root of v', answer: [-1, -0.1] },
  { says: 'must hold 2 numbers', answer: [-1] },
];
