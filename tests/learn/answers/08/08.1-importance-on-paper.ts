/** Foreseen wrong answers to exercise 08.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'factor 2 is missing', answer: [9, 4] },
  { says: 'no importance is negative', answer: [6, -8] },
  { says: 'exchanged', answer: [8, 18] },
  { says: 'must hold 2 numbers', answer: [18] },
];
