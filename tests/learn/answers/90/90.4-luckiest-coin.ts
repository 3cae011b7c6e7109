/** Foreseen wrong answers to exercise 90.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'the mean of the coins', answer: () => 0.5 },
  { says: 'not a count', answer: (_: number, questions: number) => questions / 2 },
  { says: 'was expected', answer: () => 0.66 },
  { says: 'is NaN', answer: () => NaN },
];
