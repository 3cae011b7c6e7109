/** Foreseen wrong answers to exercise 11b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: '1 % of 365 days', answer: [365, 21.4, 1.25] },
  { says: 'count a day twice', answer: [3.65, 21.9, 1.3] },
  { says: 'That is for one test', answer: [3.65, 21.36, 0.0365] },
];
