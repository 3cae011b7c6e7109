/** Exercise 00b.5: the largest learning rate of a linear model. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Examples and the largest eigenvalue of XᵀX, found by solving the characteristic equation. */
const CASES: readonly { x: number[][]; largest: number }[] = [
  { x: [[1], [2], [3]], largest: 14 },
  {
    x: [
      [3, 0],
      [0, 1],
      [3, 1],
      [0, -2],
    ], // XᵀX = [[18, 3], [3, 6]]
    largest: 12 + Math.sqrt(45),
  },
  {
    x: [
      [1, 2, 0],
      [2, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
      [0, 0, 1],
    ], // blocks [[5, 4], [4, 5]] and [3]
    largest: 9,
  },
  {
    x: [
      [1, -2],
      [-2, 1],
    ], // XᵀX = [[5, -4], [-4, 5]]: its eigenvector is (1, −1), at a right angle to (1, 1)
    largest: 9,
  },
];

export const exercise = defineExercise({
  title: 'How fast may it learn?',
  difficulty: 3,
  task: `
A linear model without a bias, $\\hat{\\mathbf y} = \\mathbf X \\mathbf w$, is trained by gradient descent on the mean squared
error $L = \\frac1N \\lVert \\mathbf X \\mathbf w - \\mathbf y \\rVert^2$. Write \`largestRate(x)\`: the learning rate up to which
that converges. \`x\` holds the examples as rows. Use power iteration, and nothing from \`tf\`. The targets aren't needed;
think about why. The check accepts an error of one part in a thousand.`,
  answer: 'largestRate',
  placeholder: `
function largestRate(x: number[][]): number {
  return todo(); // your code
}`,
  hints: [
    'The gradient is $\\frac2N \\mathbf X^\\top (\\mathbf X \\mathbf w - \\mathbf y)$. Differentiate it once more by $\\mathbf w$: that is the Hessian.',
    'You need not make the Hessian: $\\mathbf H \\mathbf v$ is first $\\mathbf X \\mathbf v$, a number for each example, and then $\\frac2N \\mathbf X^\\top$ times that.',
    'Start from a vector that is not special, such as $(1, 0.7, 0.49, \\dots)$. For a start at a right angle to the eigenvector, power iteration never finds it.',
    'After a few hundred steps, the length of $\\mathbf H \\mathbf v$ for a $\\mathbf v$ of length 1 is the largest eigenvalue; return 2 divided by it.',
  ],
  check(answer, report) {
    const largestRate = report.function(answer);
    for (const { x, largest } of CASES) {
      const on = JSON.stringify(x).replaceAll(',', ', ');
      const rate = x.length / largest; // 2 / (2/N · largest)
      const got = report.number(largestRate(x.map((row) => [...row])));
      report.close(got, rate, {
        what: '`largestRate`',
        on,
        tolerance: 1e-3,
        mistakes: [
          {
            gives: 2 * rate,
            says: 'Twice too large: the square brings a factor 2 to the Hessian.',
          },
          {
            gives: rate / 2,
            says: 'Half: the limit is 2 divided by the largest eigenvalue, not 1.',
          },
          {
            gives: 2 / rate,
            says: 'That is the largest eigenvalue itself; the rate is 2 divided by it.',
          },
          {
            gives: rate / x.length,
            says: 'The loss is a *mean* over the examples: a factor $1/N$ is missing.',
          },
          {
            gives: 2 / largest,
            says: 'That is for the Hessian $\\mathbf X^\\top \\mathbf X$. Which factors did the mean and the square bring?',
          },
          {
            gives: ([value]) =>
              value !== undefined && largest === 9 && x.length === 2 && Math.abs(value - 2) < 0.01,
            says: 'You found the *smaller* eigenvalue. The start $(1, 1)$ is at a right angle to the eigenvector that counts; start elsewhere.',
          },
        ],
      });
    }
    report.remark(
      'The targets move the lowest point of the bowl, not its shape: the second derivative does not contain them.',
    );
  },
});

export function solution() {
  function largestRate(x: number[][]): number {
    let v = x[0].map((_, j) => 0.7 ** j);
    let eigenvalue = 0;
    for (let step = 0; step < 500; step++) {
      const xv = x.map((row) => row.reduce((sum, value, j) => sum + value * v[j], 0));
      const hv = v.map(
        (_, j) => (2 / x.length) * x.reduce((sum, row, i) => sum + row[j] * xv[i], 0),
      );
      eigenvalue = Math.hypot(...hv); // v has length 1, except at the first step
      v = hv.map((value) => value / eigenvalue);
    }
    return 2 / eigenvalue;
  }
  return largestRate;
}
