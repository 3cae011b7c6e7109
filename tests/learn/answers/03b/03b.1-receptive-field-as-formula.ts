/** Foreseen wrong answers to exercise 03b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'Put in $n = 0$', answer: [3, 0] },
  { says: 'Put in $n = 0$', answer: [3, -3] },
  { says: 'Without a block it fits', answer: [2, -1] },
  { says: 'must hold 2 numbers', answer: [3] },
];
