/** Foreseen wrong answers to exercise 02b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'Adam reaches', answer: () => (g: number[]) => g.map((each) => -0.02 * each) },
  { says: 'diverges', answer: () => (g: number[]) => g.map((each) => -0.9 * each) },
  { says: 'must be a function', answer: () => [0, 0] },
  { says: 'must hold 2 numbers', answer: () => () => [0] },
];
