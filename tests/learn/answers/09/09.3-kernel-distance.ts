/** Foreseen wrong answers to exercise 09.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Kernel = (x: number[], y: number[]) => number;
const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const across = (a: number[][], b: number[][], kernel: Kernel, self = false): number =>
  mean(a.flatMap((x, i) => b.flatMap((y, j) => (self && i === j ? [] : [kernel(x, y)]))));

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'A row was compared with itself',
    answer: (a: number[][], b: number[][], kernel: Kernel) =>
      across(a, a, kernel) + across(b, b, kernel) - 2 * across(a, b, kernel),
  },
  {
    says: 'counts twice',
    answer: (a: number[][], b: number[][], kernel: Kernel) =>
      across(a, a, kernel, true) + across(b, b, kernel, true) - across(a, b, kernel),
  },
  {
    says: 'The sign is turned',
    answer: (a: number[][], b: number[][], kernel: Kernel) =>
      2 * across(a, b, kernel) - across(a, a, kernel, true) - across(b, b, kernel, true),
  },
];
