/** Exercise 09.3: kernel distance. */
import { defineExercise } from 'dlts/dist/learn/author';

type Kernel = (x: number[], y: number[]) => number;
const A = [[0, 1], [2, -1], [1, 1]]; // prettier-ignore
const B = [[3, 0], [1, 2], [0, 0], [-1, 1], [2, 2]]; // prettier-ignore
const dot: Kernel = (x, y) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
const cubic: Kernel = (x, y) => (dot(x, y) / x.length + 1) ** 3;
const bell: Kernel = (x, y) =>
  Math.exp(-x.reduce((sum, value, i) => sum + (value - (y[i] ?? 0)) ** 2, 0) / 2);

function meanKernel(x: number[][], y: number[][], kernel: Kernel, self: boolean): number {
  const values = x.flatMap((p, i) => y.flatMap((q, j) => (self && i === j ? [] : [kernel(p, q)])));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const unbiased = (kernel: Kernel): number =>
  meanKernel(A, A, kernel, true) +
  meanKernel(B, B, kernel, true) -
  2 * meanKernel(A, B, kernel, false);
const biased = (kernel: Kernel): number =>
  meanKernel(A, A, kernel, false) +
  meanKernel(B, B, kernel, false) -
  2 * meanKernel(A, B, kernel, false);
const crossOnce = (kernel: Kernel): number => unbiased(kernel) + meanKernel(A, B, kernel, false);

export const exercise = defineExercise({
  title: 'Kernel distance',
  difficulty: 2,
  task: `
Write \`kernelDistance(a, b, kernel)\`: the mean kernel over all pairs of *different* rows of \`a\`, plus the same for \`b\`, minus
twice the mean over all pairs of a row of \`a\` and a row of \`b\`. The sets may differ in size.`,
  answer: 'kernelDistance',
  placeholder: `
function kernelDistance(
  a: number[][],
  b: number[][],
  kernel: (x: number[], y: number[]) => number,
): number {
  return todo(); // your code
}`,
  hints: [
    'One helper for the mean over pairs of two lists serves three times.',
    'Within a set, leave out the pairs of a row with itself: by position, not by value.',
    'Divide by the number of pairs that you counted, $n (n - 1)$ within and $n m$ across.',
  ],
  check(answer, report) {
    const kernelDistance = report.function(answer);
    for (const [on, kernel] of [
      ['the cubic kernel', cubic],
      ['a bell-shaped kernel', bell],
    ] as const) {
      // prettier-ignore
      const value = report.number(kernelDistance(A, B, kernel), 'The result');
      report.close(value, unbiased(kernel), {
        what: 'The result',
        on,
        mistakes: [
          {
            gives: biased(kernel),
            says: 'A row was compared with itself. That makes every set look more alike than it is.',
          },
          { gives: crossOnce(kernel), says: 'The mean across the sets counts twice.' },
          {
            gives: -unbiased(kernel),
            says: 'The sign is turned: similarity within the sets minus similarity across.',
          },
        ],
      });
    }
    report.remark('Without the pairs of a row with itself the mean is 0 for equal distributions.');
  },
});

export function solution() {
  function kernelDistance(
    a: number[][],
    b: number[][],
    kernel: (x: number[], y: number[]) => number,
  ): number {
    const meanOver = (x: number[][], y: number[][]) => {
      const values = x.flatMap((p, i) =>
        y.flatMap((q, j) => (x === y && i === j ? [] : [kernel(p, q)])),
      );
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    return meanOver(a, a) + meanOver(b, b) - 2 * meanOver(a, b);
  }
  return kernelDistance;
}
