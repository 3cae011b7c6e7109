/** Foreseen wrong answers to exercise 06.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'still has to be divided by its length', answer: [3, 4] },
  { says: 'the padding took part', answer: [0.8, 0.6] },
  { says: 'root of the sum of their *squares*', answer: [0.4286, 0.5714] },
];
