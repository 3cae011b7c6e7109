/** Foreseen wrong answers to exercise 10.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'centered on sample 0', answer: [20, 40, 91] },
  { says: 'without the mirrored ends', answer: [19, 39, 90] },
  { says: 'not every 400', answer: [11, 21, 46] },
  { says: 'must hold 3 numbers', answer: [21] },
];
