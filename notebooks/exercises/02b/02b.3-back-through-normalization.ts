/** Exercise 02b.3: back through a normalization without its mean. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES = [
  { zHat: [3, -1, 2, 0.5, -1.5], s: 2, d: [1, 0, -2, 4, 0.5] },
  { zHat: [0.5, 1, -2], s: 0.5, d: [2, 2, -1] },
] as const;

export const exercise = defineExercise({
  title: 'Back through a normalization without its mean',
  difficulty: 3,
  task: `
A cheaper normalization does not subtract the mean: $\\hat z_n = z_n / q$ with $q = \\sqrt{\\frac1N \\sum_n z_n^2}$. (Chapter 07
meets it as RMSNorm.) The layer has kept only $\\hat z$ and \`q\`. Derive $\\partial L / \\partial z_n$ from
$d_n = \\partial L / \\partial \\hat z_n$, and write \`normBack(zHat, q, d)\` for lists.`,
  answer: 'normBack',
  placeholder: `
function normBack(zHat: number[], q: number, d: number[]): number[] {
  return todo(); // your code
}`,
  hints: [
    'Two paths lead from $z_n$ to the loss: through its own $\\hat z_n$, and through $q$ to all of them.',
    '$\\partial q / \\partial z_n = z_n / (N q)$, which is $\\hat z_n / N$. And $\\partial \\hat z_k / \\partial q = -\\hat z_k / q$.',
    'The direct path gives $d_n / q$; the other one $-\\hat z_n / q$ times the mean of $d_k \\hat z_k$.',
  ],
  check(answer, report) {
    const normBack = report.function(answer);
    for (const { zHat, s: q, d } of CASES) {
      const n = zHat.length;
      const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / n;
      const products = zHat.map((z, i) => z * (d[i] ?? 0));
      const both = zHat.map((z, i) => ((d[i] ?? 0) - z * meanOf(products)) / q);
      const result = normBack([...zHat], q, [...d]);
      report.close(report.numbers(result, 'What it returns', { length: n }), both, {
        on: `zHat = [${zHat.join(', ')}], q = ${q}, d = [${d.join(', ')}]`,
        mistakes: [
          {
            gives: d.map((each) => each / q),
            says: 'That is the direct path; q depends on every z, too.',
          },
          {
            gives: zHat.map((z, i) => ((d[i] ?? 0) - meanOf(d) - z * meanOf(products)) / q),
            says: 'That is batch normalization: here no mean is subtracted, so nothing passes through one.',
          },
          {
            gives: zHat.map((z, i) => ((d[i] ?? 0) - z * meanOf(products) * n) / q),
            says: 'The path through q has the factor 1/N: a mean, not a sum.',
          },
          {
            gives: zHat.map((z, i) => ((d[i] ?? 0) + z * meanOf(products)) / q),
            says: 'The sign of the second path: a larger q makes every value smaller.',
          },
        ],
      });
    }
    report.remark(
      'The gradient that leaves has no component along z: making all sums twice as large would change nothing.',
    );
  },
});

export function solution() {
  function normBack(zHat: number[], q: number, d: number[]): number[] {
    const along = zHat.reduce((sum, z, i) => sum + z * d[i], 0) / zHat.length;
    return zHat.map((z, i) => (d[i] - z * along) / q);
  }
  return normBack;
}
