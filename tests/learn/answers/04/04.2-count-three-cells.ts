/** Foreseen wrong answers to exercise 04.2, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'biases', answer: [600, 2400, 1800] },
  { says: 'recurrent kernel', answer: [220, 880, 660] },
  { says: 'every step', answer: [50 * 620, 50 * 2480, 50 * 1860] },
  { says: 'candidate', answer: [620, 1860, 1860] },
  { says: 'candidate', answer: [620, 2480, 1240] },
  { says: 'two biases', answer: [620, 2480, 1920] },
  { says: '$D + H + 1$', answer: [310, 1240, 930] },
  { says: 'must hold 3 numbers', answer: [620, 2480] },
];
