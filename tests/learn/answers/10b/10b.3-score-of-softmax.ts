/** Foreseen wrong answers to exercise 10b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'baseline is missing', answer: [-3.5, 4.9, -1.4] },
  { says: 'derivative alone', answer: [-0.5, 0.7, -0.2] },
  { says: 'sign is reversed', answer: [1, -1.4, 0.4] },
  { says: 'in the denominator', answer: [0, 1.4, 0] },
  { says: 'divides by π once more', answer: [-0.3, 0.42, -0.12] },
];
