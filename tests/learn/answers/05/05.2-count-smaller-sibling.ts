/** Foreseen wrong answers to exercise 05.2, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'The biases are missing', answer: [36864, 73728, 110976, 347040] },
  { says: 'The heads share the 96 columns', answer: [6 * 37248, 74208, 298080, 908352] },
  { says: 'output projection', answer: [27936, 74208, 102528, 321696] },
  { says: 'back to 96', answer: [37248, 37248, 74880, 238752] },
  { says: 'two layer normalizations', answer: [37248, 74208, 111456, 348480] },
  { says: 'two layer normalizations', answer: [37248, 74208, 111648, 349056] },
  { says: 'reuses the token embedding', answer: [37248, 74208, 111840, 357408] },
  { says: 'last normalization', answer: [37248, 74208, 111840, 349440] },
  { says: 'positions', answer: [37248, 74208, 111840, 343488] },
  { says: 'three blocks', answer: [37248, 74208, 111840, 125952] },
  { says: 'must hold 4 numbers', answer: [37248, 74208, 111840] },
];
