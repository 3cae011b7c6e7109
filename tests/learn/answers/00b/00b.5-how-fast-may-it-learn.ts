/** Foreseen wrong answers to exercise 00b.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

/** The largest eigenvalue of XᵀX that power iteration finds from a start. */
function largest(x: number[][], start: (j: number) => number): number {
  let v = (x[0] ?? []).map((_, j) => start(j));
  let eigenvalue = 0;
  for (let step = 0; step < 500; step++) {
    const xv = x.map((row) => row.reduce((sum, value, j) => sum + value * (v[j] ?? 0), 0));
    const hv = v.map((_, j) => x.reduce((sum, row, i) => sum + (row[j] ?? 0) * (xv[i] ?? 0), 0));
    eigenvalue = Math.hypot(...hv);
    v = hv.map((value) => value / eigenvalue);
  }
  return eigenvalue;
}

const of = (x: number[][]): number => largest(x, (j) => 0.7 ** j);

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'Twice too large', answer: (x: number[][]) => (2 * x.length) / of(x) },
  { says: 'not 1', answer: (x: number[][]) => x.length / (2 * of(x)) },
  { says: 'the largest eigenvalue itself', answer: (x: number[][]) => (2 * of(x)) / x.length },
  { says: 'a factor $1/N$ is missing', answer: (x: number[][]) => 1 / of(x) },
  { says: 'Which factors did', answer: (x: number[][]) => 2 / of(x) },
  { says: 'start elsewhere', answer: (x: number[][]) => x.length / largest(x, () => 1) },
];
