/** Foreseen wrong answers to exercise 07b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'The two terms are equal', answer: [3, 1e9, 1.7253] },
  { says: 'Equal shares', answer: [1, 1e9, 1.7253] },
  { says: 'the root of $ND$', answer: [9, 3e9, 1.7253] },
  { says: 'number of tokens', answer: [9, 9e9, 1.7253] },
  { says: '1.7 is missing', answer: [9, 1e9, 0.0252982] },
];
