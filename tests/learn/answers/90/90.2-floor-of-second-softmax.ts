/** Foreseen wrong answers to exercise 90.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'infinite gap', answer: [1, 1, 1] },
  { says: 'That is the loss', answer: [0.3133, 1.4612, 5.9095] },
  { says: 'Put the inputs 1, 0, 0', answer: [0.5, 0.1, 0.001] },
];
