/** Foreseen wrong answers to exercise 05b.3, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'the other way round', answer: [5, 5, -5, -5] },
  { says: 'without any rotation', answer: [5, 5, 5, 5] },
  { says: 'Begin with distance 0', answer: [3.54, -5, -5, 5] },
  { says: 'half a turn', answer: [5, -5, 5, 5] },
  { says: 'one and by three quarters', answer: [5, -1, -5, 1] },
];
