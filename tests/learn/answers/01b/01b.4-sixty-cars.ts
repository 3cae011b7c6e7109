/** Foreseen wrong answers to exercise 01b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const averageOf = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'The mean of the 60 cars would do better',
    answer: function predictFromFew(_x: number[][], _y: number[], xNew: number[][]): number[] {
      return xNew.map(() => 0);
    },
  },
  {
    says: '3.25 is wanted',
    answer: function predictFromFew(_x: number[][], y: number[], xNew: number[][]): number[] {
      return xNew.map(() => averageOf(y));
    },
  },
  {
    says: 'must hold',
    answer: function predictFromFew(_x: number[][], y: number[]): number[] {
      return y;
    },
  },
];
