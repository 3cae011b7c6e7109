/** Foreseen wrong answers to exercise 07b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'the matrix itself', answer: [331_776, 6_144, 0.3426] },
  { says: 'two matrices', answer: [4_608, 6_144, 0.3426] },
  { says: 'only 3 heads', answer: [9_216, 9_216, 0.3426] },
  { says: 'Give percent', answer: [9_216, 6_144, 0.003426] },
  { says: '30 blocks', answer: [9_216, 6_144, 0.01142] },
];
