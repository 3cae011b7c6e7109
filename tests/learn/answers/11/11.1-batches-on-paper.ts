/** Foreseen wrong answers to exercise 11.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'paid once per call', answer: [16_000 / 33.6, 20] },
  { says: 'calls a second', answer: [1000 / 3.6, 20] },
  { says: 'which is enough', answer: [16_000 / 3.6, 21] },
];
