/** Foreseen wrong answers to exercise 02.2, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'biases are missing',
    answer: function countParameters(widths: number[]): number {
      return widths.slice(1).reduce((sum, outputs, l) => sum + widths[l] * outputs, 0);
    },
  },
  {
    says: 'inputs have no bias',
    answer: function countParameters(widths: number[]): number {
      return widths.reduce((sum, width, l) => sum + width * (widths[l + 1] ?? 0) + width, 0);
    },
  },
  {
    says: 'only neighboring layers',
    answer: function countParameters(widths: number[]): number {
      return widths.reduce((product, width) => product * width, 1);
    },
  },
  {
    says: '[2, 16, 16, 1]',
    answer: function countParameters(widths: number[]): number {
      return 55050;
    },
  },
];
