/** Foreseen wrong answers to exercise 07.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'the other way round', answer: [0.362, 0.341] },
  { says: 'not percent', answer: [34.13, 36.17] },
  { says: 'another sentence', answer: [0.0558, 0.8041] },
];
