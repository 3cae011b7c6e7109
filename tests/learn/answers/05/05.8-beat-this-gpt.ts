/** Foreseen wrong answers to exercise 05.8, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'Look for the leak', answer: 0.05 },
  { says: 'no better than the pair counts', answer: 2.46 },
  { says: 'Not yet below', answer: 1.779 },
  { says: 'positive', answer: -1.6 },
];
