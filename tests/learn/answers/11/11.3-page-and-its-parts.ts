/** Foreseen wrong answers to exercise 11.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'adds up probabilities', answer: [50, 0.9995] },
  { says: 'not yet half', answer: [68, 0.9995] },
  { says: '18', answer: [69, 0.99] },
  { says: '20th power', answer: [69, 0.999] },
  { says: 'below 1', answer: [69, 99.95] },
];
