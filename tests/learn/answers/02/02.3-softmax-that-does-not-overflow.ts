/** Foreseen wrong answers to exercise 02.3, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'overflow',
    answer: function softmax(z: number[]): number[] {
      const exponentials = z.map((value) => Math.exp(value));
      const sum = exponentials.reduce((total, value) => total + value, 0);
      return exponentials.map((value) => value / sum);
    },
  },
  {
    says: 'overflow',
    answer: function softmax(z: number[]): number[] {
      const low = Math.min(...z);
      const exponentials = z.map((value) => Math.exp(value - low));
      const sum = exponentials.reduce((total, value) => total + value, 0);
      return exponentials.map((value) => value / sum);
    },
  },
  {
    says: 'exponentials are missing',
    answer: function softmax(z: number[]): number[] {
      const sum = z.reduce((total, value) => total + value, 0);
      return z.map((value) => value / sum);
    },
  },
  {
    says: 'add up to 1',
    answer: function softmax(z: number[]): number[] {
      const top = Math.max(...z);
      return z.map((value) => Math.exp(value - top));
    },
  },
  {
    says: 'expected 0.731',
    answer: function softmax(z: number[]): number[] {
      const exponentials = z.map((value) => Math.exp(Math.min(value, 700)));
      const sum = exponentials.reduce((total, value) => total + value, 0);
      return exponentials.map((value) => value / sum);
    },
  },
];
