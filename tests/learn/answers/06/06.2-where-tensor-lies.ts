/** Foreseen wrong answers to exercise 06.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'eight bytes of the length', answer: [1000, 84] },
  { says: 'from the end of the header', answer: [400, 84] },
  { says: 'each has four bytes', answer: [1008, 21] },
];
