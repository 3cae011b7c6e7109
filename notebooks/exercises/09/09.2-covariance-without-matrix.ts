/** Exercise 09.2: a covariance without a matrix. */
import { defineExercise } from 'dlts/dist/learn/author';

const VARIANCE = 14 / 3;

export const exercise = defineExercise({
  title: 'A covariance without a matrix',
  difficulty: 2,
  task: `
The baseline draws $s = \\frac{1}{\\sqrt n} \\sum_i g_i x_i$ from $n$ centered numbers $x_i$ and independent $g_i$ of mean 0 and
variance 1. Derive the variance of $s$. Then compute it for $x = (-3, 1, 2)$, first with standard normal $g_i$, then with
$g_i = \\pm 1$, each with probability ½.`,
  answer: 'varianceOfSum',
  placeholder: `
const varianceOfSum: number[] | undefined = undefined; // for the two distributions of g`,
  hints: [
    'The variance of a sum of independent terms is the sum of their variances.',
    'The variance of $g_i x_i / \\sqrt n$ is $x_i^2 / n$, whatever the distribution of $g_i$, as long as its variance is 1.',
    'So it is the mean of the squares of the $x_i$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 2 });
    const both = (value: number): number[] => [value, value];
    report.close(given, both(VARIANCE), {
      tolerance: 1e-2,
      mistakes: [
        { gives: both(14), says: 'The factor $1/\\sqrt n$ is missing. Squared, it is $1/n$.' },
        {
          gives: both(14 / 9),
          says: 'You divided by $n^2$; the factor $1/\\sqrt n$ squared is $1/n$.',
        },
        { gives: both(7), says: 'You divided by $n - 1$. Nothing is estimated here.' },
        {
          gives: (values) => Math.abs((values[0] ?? 0) - VARIANCE) < 0.01,
          says: 'The first is right. Does the variance of a sum know more of $g_i$ than its variance?',
        },
      ],
    });
    report.remark(
      'It is the variance of the data, and for vectors their covariance. With ±1 there are only eight values of $s$, with normal numbers a normal distribution: the same two moments, and not the same distribution.',
    );
  },
});

export function solution() {
  // (9 + 1 + 4) / 3, whatever the distribution of g
  const varianceOfSum: number[] | undefined = [14 / 3, 14 / 3];
  return varianceOfSum;
}
