/** Foreseen wrong answers to exercise 02.8, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'mind the sign', answer: [1, 3.162, -0.0526] },
  { says: 'exchanged', answer: [-3.162, -1, 0.0526] },
  { says: 'The root is missing', answer: [-1, -100, 0.0526] },
  { says: 'the root of v', answer: [-1, -0.1, 0.0526] },
  { says: 'without a memory', answer: [-1, -3.162, 1] },
  { says: 'slightly negative', answer: [-1, -3.162, -0.0526] },
  { says: 'corrections are missing', answer: [-1, -3.162, 0.2237] },
  { says: '(c) is off', answer: [-1, -3.162, 0] },
  { says: 'must hold 3 numbers', answer: [-1] },
];
