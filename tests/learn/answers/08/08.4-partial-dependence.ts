/** Foreseen wrong answers to exercise 08.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Predict = (x: number[][]) => number[];
const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const replaced = (x: number[][], column: number, value: number): number[][] =>
  x.map((row) => row.map((old, c) => (c === column ? value : old)));

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'That is the sum',
    answer: (predict: Predict, x: number[][], column: number, values: number[]) =>
      values.map((value) => sum(predict(replaced(x, column, value)))),
  },
  {
    says: 'prediction for the mean row',
    answer: (predict: Predict, x: number[][], column: number, values: number[]) => {
      const means = (x[0] ?? []).map((_, c) => sum(x.map((row) => row[c] ?? 0)) / x.length);
      return values.map((value) => predict(replaced([means], column, value))[0]);
    },
  },
  {
    says: '`x` was changed',
    answer: (predict: Predict, x: number[][], column: number, values: number[]) =>
      values.map((value) => {
        for (const row of x) row[column] = value;
        return sum(predict(x)) / x.length;
      }),
  },
];
