/** Exercise 01b.2: exactly zero. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

/** Slopes that must come out for x = 0, 1, 2, 3, and what mistakes give. */
const CASES: { y: number[]; lambda: number; right: number; mistakes: Mistake[] }[] = [
  { y: [1, 2, 4, 5], lambda: 0, right: 1.4, mistakes: [] },
  {
    y: [1, 2, 4, 5],
    lambda: 1,
    right: 1,
    mistakes: [
      { gives: 7 / 9, says: 'That is the slope of L2, which divides; L1 subtracts.' },
      {
        gives: 3 / 5,
        says: 'You paid twice the penalty: the square brings a factor 2, the absolute value none.',
      },
      {
        gives: 6.5 / 5,
        says: 'The loss is a mean of $N$ squares and $S_{xy}$ a sum: multiply $\\lambda$ by $N$.',
      },
    ],
  },
  {
    y: [1, 2, 4, 5],
    lambda: 5,
    right: 0,
    mistakes: [
      {
        gives: -3 / 5,
        says: 'It passes through zero. A penalty can remove a slope, not reverse it.',
      },
    ],
  },
  {
    y: [-1, -2, -4, -5],
    lambda: 1,
    right: -1,
    mistakes: [
      { gives: 0, says: 'A negative slope must survive too: shrink its size, keep its sign.' },
      {
        gives: -9 / 5,
        says: 'The penalty made the slope steeper. Shrink its size, keep its sign.',
      },
    ],
  },
];

export const exercise = defineExercise({
  title: 'Exactly zero',
  difficulty: 2,
  task: `
Write \`lassoSlope(x, y, lambda)\` for two lists of numbers: the slope $w$ that minimizes
$\\frac1N \\sum_i (w x_i + b - y_i)^2 + \\lambda |w|$ with the best $b$. It must be exactly 0 when $\\lambda$ is large
enough, and it must also be right when the slope is **negative**.`,
  answer: 'lassoSlope',
  placeholder: `
function lassoSlope(x: number[], y: number[], lambda: number): number {
  return todo(); // your code
}`,
  hints: [
    'Start from $S_{xy} = \\sum_i (x_i - \\bar x)(y_i - \\bar y)$ and $S_{xx}$ as in the worked example.',
    'For a positive slope the chapter found $(S_{xy} - N\\lambda/2) / S_{xx}$ while that is positive, then 0. For a negative one, mirror it.',
    'Take $\\max(0, |S_{xy}| - N \\lambda / 2)$ and give it the sign of $S_{xy}$: `Math.sign(sxy) * Math.max(0, …)`.',
  ],
  check(answer, report) {
    const lassoSlope = report.function(answer);
    const slope = (target: number[], lambda: number): number =>
      report.number(lassoSlope([0, 1, 2, 3], target, lambda), 'The result');
    for (const { y, lambda, right, mistakes } of CASES)
      report.close(slope([...y], lambda), right, {
        what: 'The slope',
        on: `lassoSlope([0, 1, 2, 3], [${y.join(', ')}], ${lambda})`,
        mistakes,
      });
    const other = report.number(lassoSlope([2, 3, 7, 8, 10], [5, 9, 4, 3, 1], 2), 'The result');
    report.close(other, -28 / 46, {
      what: 'The slope',
      on: 'lassoSlope([2, 3, 7, 8, 10], [5, 9, 4, 3, 1], 2)',
      mistakes: [
        {
          gives: 3 / 5,
          says: 'Compute $S_{xx}$, $S_{xy}$ and $N$ from the lists; 5, 7 and 4 belong to the taxi only.',
        },
      ],
    });
    const zero = slope([1, 2, 4, 5], 5);
    report.demand(zero === 0, 'The slope at $\\lambda = 5$ must be exactly 0, not a small number.');
    report.remark(
      'This function is called *soft thresholding*; coordinate descent applies it to one feature after the other.',
    );
  },
});

export function solution() {
  function lassoSlope(x: number[], y: number[], lambda: number): number {
    const average = (values: number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const [xMean, yMean] = [average(x), average(y)];
    const sxy = x.reduce((sum, value, i) => sum + (value - xMean) * ((y[i] ?? 0) - yMean), 0);
    const sxx = x.reduce((sum, value) => sum + (value - xMean) ** 2, 0);
    return (Math.sign(sxy) * Math.max(0, Math.abs(sxy) - (x.length * lambda) / 2)) / sxx;
  }
  return lassoSlope;
}
