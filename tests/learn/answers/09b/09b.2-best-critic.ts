/** Foreseen wrong answers to exercise 09b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'each kind is only half', answer: [0.8, 0.5, 0.7776] },
  { says: 'as much is real as is drawn', answer: [0.8, 0.2, 0.3888] },
  { says: 'share of *real* images', answer: [0.2, 0.5, 0.3888] },
  { says: 'a critic can do better', answer: [0.8, 0.5, Math.LN2] },
];
