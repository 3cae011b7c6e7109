/** Foreseen wrong answers to exercise 07.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'step between two levels', answer: [0.2, 0.0034, 6.02] },
  { says: '15 steps', answer: [0.0541, 0.0034, 6.02] },
  { says: 'Take the root', answer: [0.016667, 0.0034, 6.02] },
  { says: 'mean **size**', answer: [0.05, 0.0034, 6.02] },
  { says: 'not twice the levels', answer: [0.057735, 0.0288675, 6.02] },
  { says: 'compare powers', answer: [0.057735, 0.0033962, 3.0103] },
];
