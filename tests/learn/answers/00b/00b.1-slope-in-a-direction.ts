/** Foreseen wrong answers to exercise 00b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'make it 1 long first', answer: [4, 7, 40] },
  { says: '*steepest* direction', answer: [4, 7, 8.0623] },
  { says: 'You added the two slopes', answer: [4, 7, 11] },
  { says: 'three to the right, four up', answer: [4, 7, 7.4] },
  { says: 'it is missing in the second', answer: [4, 4, 5.6] },
  { says: 'The two are swapped', answer: [7, 4, 7.4] },
  { says: 'the slope is off', answer: [4, 7, 1] },
  { says: 'must hold 3 numbers', answer: [4, 7] },
];
