/** Foreseen wrong answers to exercise 03.2, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'biases', answer: [1200, 4608, 5120] },
  { says: 'every channel', answer: [5 * 5 * 16 + 16, 3 * 3 * 32 + 32, 5130] },
  { says: '16 channels', answer: [1216, 3 * 3 * 3 * 32 + 32, 5130] },
  { says: '32 maps', answer: [1216, 4640, 16 * 10 + 10] },
  { says: 'must hold 3 numbers', answer: [1216, 4640] },
];
