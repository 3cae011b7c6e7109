/** Foreseen wrong answers to exercise 08.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'gradient × input', answer: [4, 2] },
  { says: 'Average it along the path', answer: [4, 1] },
  { says: 'Multiply each by its input', answer: [2, 0.5] },
];
