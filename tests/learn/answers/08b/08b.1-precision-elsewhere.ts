/** Foreseen wrong answers to exercise 08b.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'That is the sensitivity', answer: [0.9, 0.9] },
  { says: 'exchanged', answer: [18 / 214, 180 / 340] },
  { says: 'Count right and wrong alarms', answer: [0.5, 0.5] },
  { says: 'must hold 2 numbers', answer: [0.5] },
];
