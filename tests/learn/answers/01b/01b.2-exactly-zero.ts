/** Foreseen wrong answers to exercise 01b.2, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

const averageOf = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const sumsOf = (x: number[], y: number[]) => ({
  sxy: x.reduce((sum, value, i) => sum + (value - averageOf(x)) * ((y[i] ?? 0) - averageOf(y)), 0),
  sxx: x.reduce((sum, value) => sum + (value - averageOf(x)) ** 2, 0),
});

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'belong to the taxi only',
    answer: function lassoSlope(_x: number[], y: number[], lambda: number): number {
      return (Math.sign(y[3] ?? 0) * Math.max(0, 7 - 2 * lambda)) / 5;
    },
  },
  {
    says: 'exactly 0',
    answer: function lassoSlope(x: number[], y: number[], lambda: number): number {
      const { sxy, sxx } = sumsOf(x, y);
      return (Math.sign(sxy) * Math.max(1e-5, Math.abs(sxy) - (x.length * lambda) / 2)) / sxx;
    },
  },
  {
    says: 'the slope of L2',
    answer: function lassoSlope(x: number[], y: number[], lambda: number): number {
      const { sxy, sxx } = sumsOf(x, y);
      return sxy / (sxx + x.length * lambda);
    },
  },
  {
    says: 'passes through zero',
    answer: function lassoSlope(x: number[], y: number[], lambda: number): number {
      const { sxy, sxx } = sumsOf(x, y);
      return (sxy - (x.length * lambda) / 2) / sxx;
    },
  },
  {
    says: 'negative slope',
    answer: function lassoSlope(x: number[], y: number[], lambda: number): number {
      const { sxy, sxx } = sumsOf(x, y);
      return Math.max(0, sxy - (x.length * lambda) / 2) / sxx;
    },
  },
  {
    says: 'twice the penalty',
    answer: function lassoSlope(x: number[], y: number[], lambda: number): number {
      const { sxy, sxx } = sumsOf(x, y);
      return (Math.sign(sxy) * Math.max(0, Math.abs(sxy) - x.length * lambda)) / sxx;
    },
  },
  {
    says: 'mean of $N$',
    answer: function lassoSlope(x: number[], y: number[], lambda: number): number {
      const { sxy, sxx } = sumsOf(x, y);
      return (Math.sign(sxy) * Math.max(0, Math.abs(sxy) - lambda / 2)) / sxx;
    },
  },
];
