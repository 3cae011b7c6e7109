/** Foreseen wrong answers to exercise 90.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'judged rightly: accuracy', answer: [0.97, 940 / 950, 0.75, 0.97] },
  { says: 'specificity. Recall asks', answer: [940 / 950, 0.6, 0.75, 0.97] },
  { says: 'of the 50 broken', answer: [0.3, 940 / 950, 0.75, 0.97] },
  { says: 'of the 950 good', answer: [0.6, 0.94, 0.75, 0.97] },
  { says: 'of the 40 flagged', answer: [0.6, 940 / 950, 0.6, 0.97] },
  { says: 'of all 1,000', answer: [0.6, 940 / 950, 0.75, 0.6] },
  { says: 'must hold 4 numbers', answer: [0.6] },
];
