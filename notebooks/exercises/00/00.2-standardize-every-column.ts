/** Exercise 00.2: standardize every column. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Standardize every column',
  difficulty: 2,
  task: `
A table of $N$ rows and $D$ columns is a tensor $X$ of shape $[N, D]$. Write \`standardize(x)\` that returns a tensor of
the same shape in which every **column** has mean 0 and standard deviation 1:

$$z_{nd} = \\frac{x_{nd} - \\mu_d}{\\sigma_d}, \\qquad \\mu_d = \\frac{1}{N} \\sum_n x_{nd}, \\qquad
\\sigma_d = \\sqrt{\\frac{1}{N} \\sum_n (x_{nd} - \\mu_d)^2}$$

You need no loop: broadcasting does the rest.`,
  answer: 'standardize',
  placeholder: `
function standardize(x: tf.Tensor2D): tf.Tensor {
  return todo(); // your code, from x of shape [N, D]
}`,
  hints: [
    '`tf.moments(x, axis)` returns `mean` and `variance` along an axis. Which axis disappears when you average over rows?',
    'Rows are axis 0. `tf.moments(x, 0)` gives `mean` and `variance` of shape $[D]$, which broadcast against $[N, D]$.',
    'The standard deviation is the square root of the variance: `x.sub(mean).div(variance.sqrt())`.',
  ],
  check(answer, report) {
    const standardize = report.function(answer);
    // Columns of very different size; 3 rows and 2 columns, so that a swapped axis shows.
    const input = [
      [1, 200],
      [2, 600],
      [6, 100],
    ];
    const x = tf.tensor2d(input);
    const result = report.tensor(standardize(x), { shape: [3, 2] }, 'The result');
    const columns = tf.moments(x, 0);
    const rows = tf.moments(x, 1, true);
    const all = tf.moments(x);
    const centered = x.sub(columns.mean);
    report.close(result, centered.div(columns.variance.sqrt()), {
      on: JSON.stringify(input),
      mistakes: [
        {
          gives: x.sub(all.mean).div(all.variance.sqrt()),
          says: 'You took mean and deviation of all numbers at once; each column needs its own.',
        },
        {
          gives: x.sub(rows.mean).div(rows.variance.sqrt()),
          says: 'You standardized every row instead of every column: change the axis.',
        },
        {
          gives: centered.div(columns.variance),
          says: 'You divided by the variance; the standard deviation is its square root.',
        },
        { gives: centered, says: 'The mean is right; it is still to be divided by the deviation.' },
        {
          gives: centered.div(columns.variance.mul(3 / 2).sqrt()),
          says: 'You divided the sum of squares by N − 1; the task asks for N.',
        },
      ],
    });
    report.remark('Chapter 01 uses this on real columns, with the mean of the training part only.');
  },
});

export function solution() {
  function standardize(x: tf.Tensor2D): tf.Tensor {
    return tf.tidy(() => {
      const { mean, variance } = tf.moments(x, 0); // both [D]
      return x.sub(mean).div(variance.sqrt()); // [N, D]
    });
  }
  return standardize;
}
