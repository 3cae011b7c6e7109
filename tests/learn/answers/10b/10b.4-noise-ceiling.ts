/** Foreseen wrong answers to exercise 10b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'Give percent', answer: [0.7036, 0.81] },
  { says: 'exchanged', answer: [81, 70.36] },
  { says: 'does not always say positive', answer: [75, 81] },
  { says: 'majority of three', answer: [70.36, 75] },
];
