/** Foreseen wrong answers to exercise 07b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'more than 36,864', answer: { parameters: 73_728, right: 80 } },
  { says: 'not a share', answer: { parameters: 36_864, right: 0.8 } },
  { says: 'Not yet 70', answer: { parameters: 18_432, right: 30 } },
  { says: 'More than 100', answer: { parameters: 9_216, right: 120 } },
];
