/** Foreseen wrong answers to exercise 09b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'must be a list of four names', answer: ['memory'] },
  { says: 'Use each of the four names once', answer: ['memory', 'memory', 'collapse', 'mismatch'] },
  { says: 'hardly ever wrong', answer: ['collapse', 'mismatch', 'overpowered', 'memory'] },
  { says: 'nobody checks', answer: ['overpowered', 'memory', 'collapse', 'mismatch'] },
  { says: 'noise makes no difference', answer: ['overpowered', 'mismatch', 'memory', 'collapse'] },
];
