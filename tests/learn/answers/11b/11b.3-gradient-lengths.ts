/** Foreseen wrong answers to exercise 11b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (inputs: number[][], errors: number[][]) => number[];
const wrong = (says: string, answer: Answer): WrongAnswer => ({ says, answer });
const squares = (row: readonly number[] = []): number => row.reduce((sum, v) => sum + v * v, 0);

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('The bias has a gradient', (inputs, errors) =>
    inputs.map((row, i) => Math.sqrt(squares(row) * squares(errors[i]))),
  ),
  wrong('Take the root', (inputs, errors) =>
    inputs.map((row, i) => (squares(row) + 1) * squares(errors[i])),
  ),
  wrong('15.30', (inputs) => inputs.map((row) => Math.sqrt(squares(row)))),
];
