/** Foreseen wrong answers to exercise 10.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const ROOT = Math.sqrt(128);

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'through step 5', answer: [-10, -10, -10] },
  { says: '128 numbers fall', answer: [-10, 0, 0] },
  { says: 'is missing', answer: [-1280, 0, 0] },
  { says: 'sign is wrong', answer: [10 * ROOT, 0, 0] },
  { says: 'tenth of the amplitude', answer: [-20 * ROOT, 0, 0] },
];
