/** Foreseen wrong answers to exercise 08.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'must be a list of four names', answer: ['use'] },
  { says: 'each of the four names once', answer: ['use', 'use', 'memory', 'looks'] },
  {
    says: 'Only an experiment that takes something away',
    answer: ['use', 'training', 'memory', 'looks'],
  },
  { says: 'compare it with the picture', answer: ['looks', 'use', 'memory', 'training'] },
  { says: 'labels that mean nothing', answer: ['memory', 'use', 'training', 'looks'] },
];
