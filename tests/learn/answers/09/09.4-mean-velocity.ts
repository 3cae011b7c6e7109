/** Foreseen wrong answers to exercise 09.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'three times as likely', answer: [-1, -1, -1] },
  { says: 'The signs are turned', answer: [1, 0, 1] },
  { says: 'not the way from the middle', answer: [-0.5, 0, -0.5] },
];
