/** Exercise 11b.3: the length of each person's gradient of a dense layer, without making the gradients. */
import { defineExercise } from 'dlts/dist/learn/author';

const INPUTS = [
  [3, 4],
  [0, 1],
  [1, -2],
];
const ERRORS = [
  [1, 2, 2],
  [0, 0, 5],
  [-1, 0.5, 0],
];
const squares = (row: readonly number[] = []): number => row.reduce((sum, v) => sum + v * v, 0);
const lengths = (bias: number): number[] =>
  INPUTS.map((row, i) => Math.sqrt((squares(row) + bias) * squares(ERRORS[i])));

export const exercise = defineExercise({
  title: 'The length of each person’s gradient',
  difficulty: 3,
  task: `
A dense layer computes $z_i = W^\\top a_i + b$ for person $i$. Back-propagation has given the error
$\\delta_i = \\partial \\ell_i / \\partial z_i$. Derive the gradients of $\\ell_i$ by $W$ and by $b$, and from them the
length $\\sqrt{\\lVert \\partial \\ell_i / \\partial W \\rVert^2 + \\lVert \\partial \\ell_i / \\partial b \\rVert^2}$ in terms of
$\\lVert a_i \\rVert$ and $\\lVert \\delta_i \\rVert$ alone. Then write \`gradientLengths(inputs, errors)\`: a row of each for every person.`,
  answer: 'gradientLengths',
  placeholder: `
function gradientLengths(inputs: number[][], errors: number[][]): number[] {
  return todo(); // your code
}`,
  hints: [
    '$\\partial \\ell / \\partial W_{jk} = a_j \\delta_k$, and $\\partial \\ell / \\partial b_k = \\delta_k$.',
    'Sum the squares: $\\sum_{jk} a_j^2 \\delta_k^2 = \\sum_j a_j^2 \\cdot \\sum_k \\delta_k^2$.',
    'Together with the bias: $\\lVert \\delta \\rVert \\sqrt{\\lVert a \\rVert^2 + 1}$.',
  ],
  check(answer, report) {
    const gradientLengths = report.function(answer);
    const found = report.numbers(gradientLengths(INPUTS, ERRORS), undefined, { length: 3 });
    const is = (values: readonly number[]): boolean =>
      values.every((value, i) => Math.abs(value - (found[i] ?? NaN)) < 1e-9);
    report.demand(!is(lengths(0)), 'The bias has a gradient, too: $\\delta$ itself.');
    report.demand(!is(lengths(1).map((v) => v * v)), 'That is the squared length. Take the root.');
    report.demand(
      is(lengths(1)),
      'For the first person, a = (3, 4) and δ = (1, 2, 2), the length is √((25 + 1) · 9) = 15.30.',
    );
    report.remark('Two row sums for each person instead of a matrix: that makes clipping cheap.');
  },
});

export function solution() {
  function gradientLengths(inputs: number[][], errors: number[][]): number[] {
    const squares = (row: number[]) => row.reduce((sum, value) => sum + value * value, 0);
    return inputs.map((row, i) => Math.sqrt((squares(row) + 1) * squares(errors[i] ?? [])));
  }
  return gradientLengths;
}
