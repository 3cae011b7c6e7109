/** Foreseen wrong answers to exercise 07.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'Keys **and** values', answer: [23_040, 377, 3] },
  { says: 'nine only ask', answer: [138_240, 377, 3] },
  { says: 'four bytes', answer: [11_520, 377, 3] },
  { says: 'asked are megabytes', answer: [46_080, 377_487_360, 3] },
  { says: 'the three there are', answer: [46_080, 377.49, 9] },
];
