/** Exercise 90.3: the gradient of a dense layer, in the order that fits. */
import { defineExercise } from 'dlts/dist/learn/author';

const X = [
  [1, 2],
  [0, -1],
  [3, 1],
];
const DELTA = [
  [1, 0, 2, 1, 0],
  [2, 1, 0, -1, 3],
  [0, 1, 1, 2, -2],
];

/** Xᵀδ, by loops. */
function product(x: number[][], delta: number[][]): number[][] {
  const width = x[0]?.length ?? 0;
  const units = delta[0]?.length ?? 0;
  return Array.from({ length: width }, (_, i) =>
    Array.from({ length: units }, (_, j) =>
      x.reduce((sum, row, n) => sum + (row[i] ?? 0) * (delta[n]?.[j] ?? 0), 0),
    ),
  );
}

const shapeOf = (rows: unknown): number[] =>
  Array.isArray(rows) && Array.isArray(rows[0]) ? [rows.length, rows[0].length] : [];

export const exercise = defineExercise({
  title: 'Sizes that catch a wrong order',
  difficulty: 2,
  task: `
A layer computes $\\mathbf Y = \\mathbf X \\mathbf W$; rows are examples. Write \`gradient(x, delta)\`, which returns
$\\partial L / \\partial \\mathbf W$ from the inputs \`[N, D]\` and $\\boldsymbol\\delta = \\partial L / \\partial \\mathbf Y$,
\`[N, U]\`, as nested arrays, summed over the examples. The check uses N = 3, D = 2, U = 5: three different primes.`,
  answer: 'gradient',
  placeholder: `
function gradient(x: number[][], delta: number[][]): number[][] {
  return todo(); // your code
}`,
  hints: [
    'The gradient has the shape of W: \`[D, U]\`.',
    'Entry $(d, u)$ is the sum over the examples $n$ of $x_{nd}\\,\\delta_{nu}$.',
  ],
  check(answer, report) {
    const gradient = report.function(answer);
    const got: unknown = gradient(
      X.map((row) => [...row]),
      DELTA.map((row) => [...row]),
    );
    const [rows, columns] = shapeOf(got);
    report.demand(
      !(rows === 5 && columns === 2),
      'Your result is [5, 2]: that is the transpose, δᵀX. W is [2, 5].',
    );
    report.demand(rows === 2 && columns === 5, 'The gradient of W [2, 5] must be [2, 5], too.');
    const right = product(X, DELTA);
    report.close(got, right, {
      what: 'The gradient',
      mistakes: [
        {
          gives: right.map((row) => row.map((value) => value / X.length)),
          says: 'You took the mean over the examples; the sum is asked for.',
        },
      ],
    });
    report.remark('With N = D = U, the transpose would have passed the first check.');
  },
});

export function solution() {
  function gradient(x: number[][], delta: number[][]): number[][] {
    const [width, units] = [x[0].length, delta[0].length];
    return Array.from({ length: width }, (_, d) =>
      Array.from({ length: units }, (_, u) =>
        x.reduce((sum, row, n) => sum + row[d] * delta[n][u], 0),
      ),
    );
  }
  return gradient;
}
